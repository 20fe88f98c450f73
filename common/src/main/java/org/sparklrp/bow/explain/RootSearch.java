package org.sparklrp.bow.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.bow.kernel.Columns;

/**
 * Finds a point x0 near x where a decision is undecided, f(x0) = 0: by bisection on segments from x
 * to support vectors, training images all, where f has the other sign. The root nearest to x is
 * taken.
 *
 * <p>Support vectors are tried from the nearest on, those whose coefficient speaks for the other
 * sign first. Where none of those tried has the other sign there may be no root at all; then the
 * support vector with the smallest |f| stands in for it, and the expansion's remainder, which then
 * holds f there, shows in the residual.
 *
 * @param segments how many segments are searched, at least 1
 * @param attempts how many support vectors are looked at to find the segments' ends
 */
record RootSearch(int segments, int attempts) {
  private static final int HALVINGS = 60;
  private static final double TOLERANCE = 1e-9;

  /** The root nearest to x, one vector per channel. */
  List<double[]> nearestRoot(Score f, List<double[]> x) {
    double atX = f.value(x);
    if (atX == 0) {
      return x;
    }
    List<double[]> best = List.of();
    double bestDistance = Double.POSITIVE_INFINITY;
    List<double[]> standIn = x;
    double smallest = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int candidate : ordered(f, x, atX)) {
      List<double[]> end = rows(f.machine().supportVectors(), candidate);
      double atEnd = f.value(end);
      if (Math.abs(atEnd) < smallest) {
        smallest = Math.abs(atEnd);
        standIn = end;
      }
      if (atEnd * atX > 0) {
        continue;
      }
      List<double[]> root = bisect(f, x, end, atX);
      double distance = new Segment(x, root).squaredLength();
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

  private int[] ordered(Score f, List<double[]> x, double atX) {
    double[] coefficients = f.function().coefficients();
    double[] distances = new double[coefficients.length];
    for (int channel = 0; channel < x.size(); channel++) {
      double[][] columns = f.machine().supportVectors().get(channel).values();
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

  private static List<double[]> bisect(Score f, List<double[]> x, List<double[]> end, double atX) {
    Segment way = new Segment(x, end);
    double near = 0;
    double far = 1;
    List<double[]> middle = end;
    for (int i = 0; i < HALVINGS; i++) {
      double share = (near + far) / 2;
      middle = way.at(share);
      double value = f.value(middle);
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

  private static List<double[]> rows(List<Columns> supportVectors, int index) {
    return supportVectors.stream().map(columns -> columns.row(index)).toList();
  }
}
