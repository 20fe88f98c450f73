package org.sparklrp.audit.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sparklrp.audit.inference.IdHash;

/** Maps that know nothing, which every method is compared with. */
public final class NullMaps {
  private NullMaps() {}

  /** Relevance at random, by the hash of the image's id. */
  public static float[] random(String imageId, int pixels, long seed) {
    SplittableRandom random = new SplittableRandom(IdHash.of(imageId + "/random", seed));
    float[] map = new float[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      map[pixel] = (float) random.nextDouble();
    }
    return map;
  }

  /** The same relevance everywhere: pixels go from the top left to the bottom right. */
  public static float[] constant(int pixels) {
    float[] map = new float[pixels];
    Arrays.fill(map, 1f / pixels);
    return map;
  }
}
