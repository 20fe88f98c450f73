package org.sparklrp.audit.inference;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The mean of differences, each between what was done to one image and its control: how large, how
 * sure, and whether chance gives as much.
 *
 * @param mean of the differences; 0 for none
 * @param lower end of its 95 % interval: percentiles of 2,000 bootstrap means
 * @param upper end of it
 * @param pValue for a mean of at most 0: how often random signs give at least the mean, exact where
 *     treatment and control could have been exchanged
 */
public record PairedDifference(double mean, double lower, double upper, double pValue)
    implements Serializable {
  private static final int BOOTSTRAPS = 2000;
  private static final int SIGNS = 4999;
  private static final double TAIL = 0.025;

  /** Of some differences; deterministic from the seed. */
  public static PairedDifference of(double[] differences, long seed) {
    int n = differences.length;
    if (n == 0) {
      return new PairedDifference(0, 0, 0, 1);
    }
    double mean = Arrays.stream(differences).sum() / n;
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[BOOTSTRAPS];
    for (int replicate = 0; replicate < BOOTSTRAPS; replicate++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += differences[random.nextInt(n)];
      }
      means[replicate] = sum / n;
    }
    Arrays.sort(means);
    double[] signed = new double[SIGNS];
    for (int draw = 0; draw < SIGNS; draw++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += random.nextBoolean() ? differences[i] : -differences[i];
      }
      // A margin, so that the observed signs are found among the draws in spite of rounding.
      signed[draw] = sum / n + 1e-12 * Math.abs(mean);
    }
    return new PairedDifference(
        mean,
        means[(int) (TAIL * BOOTSTRAPS)],
        means[(int) ((1 - TAIL) * BOOTSTRAPS) - 1],
        new ChanceLevel(signed).pValue(mean));
  }
}
