package org.sparklrp.audit.finding;

import java.util.Arrays;
import org.sparklrp.audit.inference.PairedDifference;

/**
 * What an experiment came to, image by image.
 *
 * @param removed of the images of the cluster
 * @param pasted of the images of other classes
 * @param agreement how much each image of the cluster has in common with the others in the region
 * @param usualAgreement the same in the control regions
 */
public record Effects(
    Outcome removed, Outcome pasted, double[] agreement, double[] usualAgreement) {

  /**
   * One intervention.
   *
   * @param effects change of the class's logit: lost by removing, gained by pasting
   * @param flips 1 where the decision changed, else 0
   * @param controlEffects the same by the image's control region
   * @param controlFlips 1 where that changed the decision
   */
  public record Outcome(
      double[] effects, double[] flips, double[] controlEffects, double[] controlFlips) {
    /** Change of the logit beyond that by controls. */
    public PairedDifference effect(long seed) {
      return PairedDifference.of(difference(effects, controlEffects), seed);
    }

    /** Changed decisions beyond those by controls. */
    public PairedDifference flip(long seed) {
      return PairedDifference.of(difference(flips, controlFlips), seed);
    }
  }

  /** What the images have in common in the region beyond what they have in the controls. */
  public PairedDifference content(long seed) {
    return PairedDifference.of(difference(agreement, usualAgreement), seed);
  }

  /** The mean of some values; 0 for none. */
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }
}
