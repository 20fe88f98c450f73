package org.sparklrp.bow.svm;

import java.util.stream.IntStream;

/** Average precision: how well a score ranks the examples of a class before all others. */
public final class AveragePrecision {
  private AveragePrecision() {}

  /**
   * The mean, over the examples of the class, of the precision among all images that score at least
   * as high; 1 for a perfect ranking. Equal scores count as one rank. NaN where there is no
   * example.
   *
   * @param scores the class's score of every image
   * @param member whether an image belongs to the class
   */
  public static double of(double[] scores, boolean[] member) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    int examples = 0;
    int seen = 0;
    while (seen < order.length) {
      int end = seen;
      int found = 0;
      while (end < order.length && scores[order[end]] == scores[order[seen]]) {
        found += member[order[end]] ? 1 : 0;
        end++;
      }
      examples += found;
      sum += found * ((double) examples / end);
      seen = end;
    }
    return sum / examples;
  }
}
