package org.sparklrp.audit.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How alike two maps of one size are. */
public final class MapSimilarity {
  private static final double SMALLEST = 1e-12;

  private MapSimilarity() {}

  /** Spearman's rank correlation, equals sharing their mean rank; empty for a constant map. */
  public static OptionalDouble spearman(float[] a, float[] b) {
    return correlation(ranks(a), ranks(b));
  }

  /** The cosine of the angle between two maps; empty for an all-zero map. */
  public static OptionalDouble cosine(float[] a, float[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    return squaresA == 0 || squaresB == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(product / Math.sqrt(squaresA) / Math.sqrt(squaresB));
  }

  /** The length of the difference of two maps, as a share of the first; empty where that is 0. */
  public static OptionalDouble change(float[] map, float[] other) {
    double squares = 0;
    double difference = 0;
    for (int i = 0; i < map.length; i++) {
      squares += (double) map[i] * map[i];
      double each = (double) map[i] - other[i];
      difference += each * each;
    }
    return squares == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(difference) / Math.sqrt(squares));
  }

  /** Pearson's correlation; empty where either does not vary. */
  static OptionalDouble correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    boolean isConstant =
        isRounding(squaresA, meanA, a.length) || isRounding(squaresB, meanB, b.length);
    return isConstant
        ? OptionalDouble.empty()
        : OptionalDouble.of(product / Math.sqrt(squaresA) / Math.sqrt(squaresB));
  }

  private static boolean isRounding(double squares, double mean, int n) {
    return squares <= SMALLEST * SMALLEST * mean * mean * n;
  }

  private static double[] ranks(float[] values) {
    int[] ascending =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((i, j) -> Float.compare(values[i] + 0f, values[j] + 0f))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < ascending.length) {
      int to = from;
      while (to < ascending.length && values[ascending[to]] == values[ascending[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[ascending[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
