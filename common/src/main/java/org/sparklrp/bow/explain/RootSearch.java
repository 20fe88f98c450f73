package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.bow.kernel.Columns;

/**
 * Finds a point x0 near x where a decision is undecided, g(x0) = 0: by bisection on segments from x
 * to support vectors, training images all, where g has the other sign. The root nearest to x is
 * taken.
 *
 * <p>Support vectors are tried from the nearest on, those whose coefficient speaks for the other
 * sign first. Where none of those tried has the other sign there may be no root at all; then the
 * support vector with the smallest |g| stands in for it, and the expansion's remainder, which then
 * holds g there, shows in the residual.
 *
 * @param segments how many segments are searched, at least 1
 * @param attempts how many support vectors are looked at to find the segments' ends
 */
record RootSearch(int segments, int attempts) {
  private static final int HALVINGS = 60;
  private static final double TOLERANCE = 1e-9;

  /** The root nearest to x, one vector per channel. */
  List<double[]> nearestRoot(SmoothFunction g, List<double[]> x) {
    double atX = g.value(x);
    if (atX == 0) {
      return x;
    }
    List<double[]> best = List.of();
    double bestDistance = Double.POSITIVE_INFINITY;
    List<double[]> standIn = x;
    double smallest = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int candidate : ordered(g, x, atX)) {
      List<double[]> end = rows(g.supportVectors(), candidate);
      double atEnd = g.value(end);
      if (Math.abs(atEnd) < smallest) {
        smallest = Math.abs(atEnd);
        standIn = end;
      }
      if (atEnd * atX > 0) {
        continue;
      }
      List<double[]> root = bisect(g, x, end, atX);
      double distance = squaredDistance(x, root);
      if (distance < bestDistance) {
        best = root;
        bestDistance = distance;
      }
      if (++found == segments) {
        break;
      }
    }
    return best.isEmpty() ? standIn : best;
  }

  private int[] ordered(SmoothFunction g, List<double[]> x, double atX) {
    double[] coefficients = g.function().coefficients();
    double[] distances = new double[coefficients.length];
    for (int channel = 0; channel < x.size(); channel++) {
      double[][] columns = g.supportVectors().get(channel).values();
      double[] vector = x.get(channel);
      for (int d = 0; d < vector.length; d++) {
        for (int i = 0; i < distances.length; i++) {
          double difference = vector[d] - columns[d][i];
          distances[i] += difference * difference;
        }
      }
    }
    return IntStream.range(0, coefficients.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(i -> coefficients[i] * atX < 0 ? 0 : 1)
                .thenComparingDouble(i -> distances[i]))
        .limit(attempts)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static List<double[]> bisect(
      SmoothFunction g, List<double[]> x, List<double[]> end, double atX) {
    double near = 0;
    double far = 1;
    List<double[]> middle = end;
    for (int i = 0; i < HALVINGS; i++) {
      double share = (near + far) / 2;
      middle = between(x, end, share);
      double value = g.value(middle);
      if (Math.abs(value) <= TOLERANCE * Math.abs(atX)) {
        break;
      }
      if (value * atX > 0) {
        near = share;
      } else {
        far = share;
      }
    }
    return middle;
  }

  private static List<double[]> between(List<double[]> x, List<double[]> end, double share) {
    List<double[]> point = new ArrayList<>();
    for (int channel = 0; channel < x.size(); channel++) {
      double[] from = x.get(channel);
      double[] to = end.get(channel);
      double[] mixed = new double[from.length];
      for (int d = 0; d < mixed.length; d++) {
        mixed[d] = (1 - share) * from[d] + share * to[d];
      }
      point.add(mixed);
    }
    return point;
  }

  private static List<double[]> rows(List<Columns> supportVectors, int index) {
    return supportVectors.stream().map(columns -> columns.row(index)).toList();
  }

  private static double squaredDistance(List<double[]> a, List<double[]> b) {
    double sum = 0;
    for (int channel = 0; channel < a.size(); channel++) {
      for (int d = 0; d < a.get(channel).length; d++) {
        double difference = a.get(channel)[d] - b.get(channel)[d];
        sum += difference * difference;
      }
    }
    return sum;
  }
}
