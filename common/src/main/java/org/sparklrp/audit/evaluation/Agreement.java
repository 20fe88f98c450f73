package org.sparklrp.audit.evaluation;

import java.util.Arrays;
import java.util.List;

/** Whether several metrics put methods into the same order. */
public final class Agreement {
  private Agreement() {}

  /**
   * The mean over the metrics of each method's rank, 1 the best, equals sharing theirs.
   *
   * @param metrics for each the methods' goodness, the more the better; NaN where there is none
   * @param methods the first so many of them
   * @return NaN for a method that no metric has a number of
   */
  public static double[] meanRanks(List<double[]> metrics, int methods) {
    double[] sums = new double[methods];
    int[] counts = new int[methods];
    for (double[] goodness : metrics) {
      for (int method = 0; method < methods; method++) {
        if (!Double.isNaN(goodness[method])) {
          sums[method] += rank(goodness, method, methods);
          counts[method]++;
        }
      }
    }
    for (int method = 0; method < methods; method++) {
      sums[method] /= counts[method];
    }
    return sums;
  }

  /**
   * Kendall's coefficient of concordance W over the metrics that have a number of every method: 0
   * for none, 1 where all agree; NaN for fewer than two metrics or methods. Without correction for
   * ties.
   */
  public static double concordance(List<double[]> metrics, int methods) {
    List<double[]> complete =
        metrics.stream()
            .filter(goodness -> Arrays.stream(goodness, 0, methods).noneMatch(Double::isNaN))
            .toList();
    if (complete.size() < 2 || methods < 2) {
      return Double.NaN;
    }
    double squares = 0;
    for (double rank : meanRanks(complete, methods)) {
      double deviation = rank - (methods + 1) / 2.0;
      squares += deviation * deviation;
    }
    return 12 * squares / ((double) methods * methods * methods - methods);
  }

  private static double rank(double[] goodness, int method, int methods) {
    double rank = 1;
    for (int other = 0; other < methods; other++) {
      if (other != method) {
        rank +=
            goodness[other] > goodness[method] ? 1 : goodness[other] == goodness[method] ? 0.5 : 0;
      }
    }
    return rank;
  }
}
