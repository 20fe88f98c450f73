package org.sparklrp.audit.spectral;

import java.util.Arrays;

/**
 * The nearest neighbours of every vector among the others, exactly, by a matrix product in blocks
 * that stay in the processor's caches. A vector is told from the others by its place, never by its
 * distance, so that duplicates are neighbours like any others; of equals the earlier comes first.
 *
 * @param indices per vector its neighbours, the nearest first
 * @param distances per vector the Euclidean distances to them
 */
public record Neighbours(int[][] indices, float[][] distances) {
  private static final int ROWS = 16;
  private static final int COLUMNS = 2048;

  /**
   * Finds them in {@code O(n^2 d)}.
   *
   * @param vectors n vectors of equal length, each of length 1
   * @param count how many neighbours are wanted; n - 1 where there are not so many others
   */
  public static Neighbours of(float[][] vectors, int count) {
    int n = vectors.length;
    int wanted = Math.min(count, n - 1);
    int[][] indices = new int[n][wanted];
    float[][] distances = new float[n][wanted];
    float[][] features = transposed(vectors);
    float[][] products = new float[ROWS][n];
    for (int first = 0; first < n; first += ROWS) {
      int rows = Math.min(ROWS, n - first);
      multiply(vectors, features, first, rows, products);
      for (int row = 0; row < rows; row++) {
        nearest(products[row], first + row, indices[first + row], distances[first + row]);
      }
    }
    return new Neighbours(indices, distances);
  }

  /** The nearest of the vectors to another one of length 1. */
  public static int nearest(float[][] vectors, float[] other) {
    int best = 0;
    double largest = -Double.MAX_VALUE;
    for (int i = 0; i < vectors.length; i++) {
      double product = product(vectors[i], other);
      if (product > largest) {
        largest = product;
        best = i;
      }
    }
    return best;
  }

  /** The scalar product of two vectors. */
  public static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The distance of two vectors of length 1 from their scalar product. */
  static double distance(double product) {
    return Math.sqrt(Math.max(0, 2 - 2 * product));
  }

  private static float[][] transposed(float[][] vectors) {
    int length = vectors.length == 0 ? 0 : vectors[0].length;
    float[][] features = new float[length][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int f = 0; f < length; f++) {
        features[f][i] = vectors[i][f];
      }
    }
    return features;
  }

  private static void multiply(
      float[][] vectors, float[][] features, int first, int rows, float[][] products) {
    int n = vectors.length;
    for (int from = 0; from < n; from += COLUMNS) {
      int to = Math.min(n, from + COLUMNS);
      for (int row = 0; row < rows; row++) {
        Arrays.fill(products[row], from, to, 0);
      }
      for (int f = 0; f < features.length; f++) {
        float[] feature = features[f];
        for (int row = 0; row < rows; row++) {
          add(vectors[first + row][f], feature, products[row], from, to);
        }
      }
    }
  }

  private static void add(float factor, float[] feature, float[] sums, int from, int to) {
    for (int i = from; i < to; i++) {
      sums[i] += factor * feature[i];
    }
  }

  /** Keeps the best in order by insertion: most vectors fail the first comparison. */
  private static void nearest(float[] products, int self, int[] indices, float[] distances) {
    int wanted = indices.length;
    float[] best = new float[wanted];
    int known = 0;
    for (int i = 0; i < products.length; i++) {
      if (i == self || (known == wanted && products[i] <= best[wanted - 1])) {
        continue;
      }
      int place = known < wanted ? known++ : wanted - 1;
      while (place > 0 && best[place - 1] < products[i]) {
        best[place] = best[place - 1];
        indices[place] = indices[place - 1];
        place--;
      }
      best[place] = products[i];
      indices[place] = i;
    }
    for (int i = 0; i < wanted; i++) {
      distances[i] = (float) distance(best[i]);
    }
  }
}
