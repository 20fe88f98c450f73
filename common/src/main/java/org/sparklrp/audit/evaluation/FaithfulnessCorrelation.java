package org.sparklrp.audit.evaluation;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.sparklrp.audit.inference.IdHash;

/**
 * Whether the relevance of pixels is what the score loses without them: the correlation over random
 * subsets of equal size (Bhatt et al. 2020). The subsets are an image's own and the same for all
 * methods, so that they share the forward passes.
 */
public final class FaithfulnessCorrelation {
  private FaithfulnessCorrelation() {}

  /**
   * The subset of number {@code draw}: for each pixel whether it belongs to it.
   *
   * @param pixels of the image
   * @param size pixels of a subset
   */
  public static boolean[] subset(String imageId, int draw, int pixels, int size, long seed) {
    SplittableRandom random = new SplittableRandom(IdHash.of(imageId + "/" + draw, seed));
    boolean[] subset = new boolean[pixels];
    int needed = size;
    for (int pixel = 0; pixel < pixels; pixel++) {
      if (random.nextInt(pixels - pixel) < needed) {
        subset[pixel] = true;
        needed--;
      }
    }
    return subset;
  }

  /** The relevance in a subset. */
  public static double relevance(float[] map, boolean[] subset) {
    double sum = 0;
    for (int pixel = 0; pixel < map.length; pixel++) {
      sum += subset[pixel] ? map[pixel] : 0;
    }
    return sum;
  }

  /**
   * Pearson's correlation over the subsets; empty where either does not vary.
   *
   * @param relevances of each subset
   * @param losses of the score without each
   */
  public static OptionalDouble of(double[] relevances, double[] losses) {
    return MapSimilarity.correlation(relevances, losses);
  }
}
