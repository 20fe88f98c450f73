package org.sparklrp.audit.drift;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.sparklrp.audit.inference.IdHash;

/**
 * The weights of an image: 1, then Poisson weights of a bootstrap (Hanley and MacGibbon 2006), then
 * for each split of all images into halves whether it is in the first. They follow from its id
 * alone, and are the same in every run.
 *
 * @param replicates of the bootstrap
 * @param splits into halves
 * @param seed other seeds, other weights
 * @param share of images that a deal gives to the run, in as many deals as there are splits; with
 *     one half the splits are the deals
 */
public record Resampling(int replicates, int splits, long seed, double share)
    implements Serializable {
  /** What a deal gives to either of two where both are alike. */
  public static final double HALF = 0.5;

  /** With the splits as deals. */
  public Resampling(int replicates, int splits, long seed) {
    this(replicates, splits, seed, HALF);
  }

  /** How many weights. */
  public int rows() {
    return firstDeal() + splits;
  }

  /** The first weight of the splits. */
  int firstSplit() {
    return 1 + replicates;
  }

  /** Whether deals are splits. */
  boolean dealsHalves() {
    return share == HALF;
  }

  /** The first weight of the deals. */
  int firstDeal() {
    return firstSplit() + (dealsHalves() ? 0 : splits);
  }

  /** The weights of an image. */
  public byte[] weights(String imageId) {
    SplittableRandom random = new SplittableRandom(IdHash.of(imageId, seed));
    byte[] weights = new byte[rows()];
    weights[0] = 1;
    for (int i = 1; i <= replicates; i++) {
      weights[i] = poisson(random.nextDouble());
    }
    SplittableRandom halves = new SplittableRandom(IdHash.of(imageId, ~seed));
    for (int i = firstSplit(); i < firstSplit() + splits; i++) {
      weights[i] = (byte) halves.nextInt(2);
    }
    for (int i = firstSplit() + splits; i < weights.length; i++) {
      weights[i] = (byte) (halves.nextDouble() < share ? 1 : 0);
    }
    return weights;
  }

  /** The Poisson variable of mean 1 whose distribution function reaches a number from 0 to 1. */
  static byte poisson(double share) {
    double probability = Math.exp(-1);
    double reached = probability;
    byte number = 0;
    while (share >= reached && number < 20) {
      number++;
      probability /= number;
      reached += probability;
    }
    return number;
  }
}
