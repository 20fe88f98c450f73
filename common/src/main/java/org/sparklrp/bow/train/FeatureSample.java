package org.sparklrp.bow.train;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.image.PixelImage;

/** Local features of an image chosen at random, the same ones for the same image and seed. */
public final class FeatureSample {
  private FeatureSample() {}

  /**
   * Some descriptors of an image, drawn without replacement; all where it has no more. Only these
   * are computed.
   *
   * @param descriptor what is drawn
   * @param image an image the descriptor does not object to
   * @param count how many, at least 0
   * @param seed of the whole training
   * @param imageId the image's key
   * @return rows of descriptors
   */
  public static float[] of(
      Descriptor descriptor, PixelImage image, int count, long seed, String imageId) {
    int[] order = IntStream.range(0, descriptor.count(image)).toArray();
    int kept = Math.min(count, order.length);
    Random random = new Random(seed * 1_000_003L + imageId.hashCode());
    for (int i = 0; i < kept; i++) {
      int other = i + random.nextInt(order.length - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
    }
    int[] chosen = Arrays.copyOf(order, kept);
    Arrays.sort(chosen);
    return descriptor.extract(image, chosen).descriptors();
  }
}
