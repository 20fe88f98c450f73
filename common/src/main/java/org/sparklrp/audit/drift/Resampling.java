package org.sparklrp.audit.drift;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.sparklrp.audit.inference.IdHash;

/**
 * The weights of an image: 1, then Poisson weights of a bootstrap (Hanley and MacGibbon 2006), then
 * for each split of all images into halves whether it is in the first. They follow from its id
 * alone.
 *
 * @param replicates of the bootstrap
 * @param splits into halves
 * @param seed other seeds, other weights
 */
public record Resampling(int replicates, int splits, long seed) implements Serializable {
  /** How many weights. */
  public int rows() {
    return 1 + replicates + splits;
  }

  /** The first weight of the splits. */
  int firstSplit() {
    return 1 + replicates;
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
    for (int i = firstSplit(); i < weights.length; i++) {
      weights[i] = (byte) halves.nextInt(2);
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
