package org.sparklrp.audit.spectral;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lloyd's k-means from starts chosen by k-means++ (Arthur and Vassilvitskii 2007), the best of
 * several. Deterministic from the seed.
 */
final class KMeans {
  private static final int STARTS = 10;
  private static final int MOST_ROUNDS = 100;

  private final double[][] points;
  private final int k;

  private KMeans(double[][] points, int k) {
    this.points = points;
    this.k = k;
  }

  /**
   * The cluster of each point, numbered by size from 0; some may have stayed without points and
   * have no number.
   */
  static int[] clusters(double[][] points, int k, long seed) {
    KMeans means = new KMeans(points, Math.min(k, points.length));
    SplittableRandom random = new SplittableRandom(seed);
    int[] best = new int[points.length];
    double least = Double.MAX_VALUE;
    for (int start = 0; start < STARTS; start++) {
      double[][] centers = means.startingCenters(random.split());
      int[] labels = new int[points.length];
      double cost = means.settle(centers, labels);
      if (cost < least * (1 - 1e-9)) {
        least = cost;
        best = labels;
      }
    }
    return bySize(best);
  }

  /** Labels renumbered by size, the largest 0; of equals the one that comes first. */
  static int[] bySize(int[] labels) {
    int highest = Arrays.stream(labels).max().orElse(0);
    int[] counts = new int[highest + 1];
    int[] first = new int[highest + 1];
    for (int i = labels.length - 1; i >= 0; i--) {
      counts[labels[i]]++;
      first[labels[i]] = i;
    }
    int[] renumbered = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      int own = labels[i];
      for (int other = 0; other <= highest; other++) {
        boolean isBefore =
            counts[other] > counts[own]
                || (counts[other] == counts[own] && counts[other] > 0 && first[other] < first[own]);
        renumbered[i] += isBefore ? 1 : 0;
      }
    }
    return renumbered;
  }

  private double[][] startingCenters(SplittableRandom random) {
    double[][] centers = new double[k][];
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.MAX_VALUE);
    int chosen = random.nextInt(points.length);
    for (int center = 0; center < k; center++) {
      centers[center] = points[chosen].clone();
      double sum = 0;
      for (int i = 0; i < points.length; i++) {
        nearest[i] = Math.min(nearest[i], squaredDistance(points[i], centers[center]));
        sum += nearest[i];
      }
      double left = random.nextDouble() * sum;
      chosen = points.length - 1;
      for (int i = 0; i < points.length; i++) {
        left -= nearest[i];
        if (left < 0) {
          chosen = i;
          break;
        }
      }
    }
    return centers;
  }

  /** Moves the centres until no point changes; returns the sum of squared distances. */
  private double settle(double[][] centers, int[] labels) {
    double cost = 0;
    boolean changed = true;
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      changed = round == 0;
      cost = 0;
      for (int i = 0; i < points.length; i++) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int center = 0; center < k; center++) {
          double distance = squaredDistance(points[i], centers[center]);
          if (distance < least) {
            least = distance;
            best = center;
          }
        }
        changed |= labels[i] != best;
        labels[i] = best;
        cost += least;
      }
      move(centers, labels);
    }
    return cost;
  }

  private void move(double[][] centers, int[] labels) {
    int dimensions = points[0].length;
    double[][] sums = new double[k][dimensions];
    int[] counts = new int[k];
    for (int i = 0; i < points.length; i++) {
      counts[labels[i]]++;
      for (int axis = 0; axis < dimensions; axis++) {
        sums[labels[i]][axis] += points[i][axis];
      }
    }
    for (int center = 0; center < k; center++) {
      for (int axis = 0; axis < dimensions && counts[center] > 0; axis++) {
        centers[center][axis] = sums[center][axis] / counts[center];
      }
    }
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
