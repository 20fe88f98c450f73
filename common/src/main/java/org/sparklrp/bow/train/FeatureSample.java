package org.sparklrp.bow.train;

import java.util.Random;
import org.sparklrp.bow.feature.LocalFeatures;

/** Local features of an image chosen at random, the same ones for the same image and seed. */
public final class FeatureSample {
  private FeatureSample() {}

  /**
   * Some descriptors of an image, drawn without replacement; all where it has no more.
   *
   * @param count how many, at least 1
   * @param seed of the whole training
   * @param imageId the image's key
   * @return rows of descriptors
   */
  public static float[] of(LocalFeatures features, int count, long seed, String imageId) {
    int kept = Math.min(count, features.count());
    Random random = new Random(seed * 1_000_003L + imageId.hashCode());
    int[] order = new int[features.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int dimension = features.dimension();
    float[] rows = new float[kept * dimension];
    for (int i = 0; i < kept; i++) {
      int other = i + random.nextInt(order.length - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
      System.arraycopy(features.descriptors(), chosen * dimension, rows, i * dimension, dimension);
    }
    return rows;
  }
}
