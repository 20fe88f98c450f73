package org.sparklrp.audit.evaluation;

import java.util.SplittableRandom;
import org.sparklrp.audit.inference.IdHash;
import org.sparklrp.image.PixelImage;

/**
 * Small changes of an image that should not change its explanation (Yeh et al. 2019).
 *
 * @param share of the input's range that a value moves by at most, up or down
 * @param range brightest less darkest pixel, a value per channel
 * @param seed of the noise
 */
public record InputNoise(double share, float[] range, long seed) {
  /** The image changed for the time of number {@code draw}, by the hash of its id. */
  public PixelImage apply(PixelImage image, String imageId, int draw) {
    SplittableRandom random = new SplittableRandom(IdHash.of(imageId + "/noise/" + draw, seed));
    float[] values = image.values().clone();
    int area = image.height() * image.width();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (share * range[i / area] * (2 * random.nextDouble() - 1));
    }
    return new PixelImage(image.channels(), image.height(), image.width(), values);
  }
}
