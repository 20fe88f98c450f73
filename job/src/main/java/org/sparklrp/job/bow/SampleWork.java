package org.sparklrp.job.bow;

import java.util.Optional;
import java.util.Random;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.train.FeatureSample;
import org.sparklrp.image.PixelImage;

/**
 * Draws local features of an image.
 *
 * @param descriptor what is drawn
 * @param expected features per image on average; a fraction is met by drawing from some images only
 * @param seed of the whole training
 */
record SampleWork(Descriptor descriptor, double expected, long seed) implements ImageWork<float[]> {

  /** How many features are drawn of this image; often 0 in a large dataset. */
  int wanted(String imageId) {
    int whole = (int) expected;
    Random random = new Random(31 * seed + imageId.hashCode());
    return whole + (random.nextDouble() < expected - whole ? 1 : 0);
  }

  @Override
  public Optional<String> objection(PixelImage image) {
    return descriptor.objection(image);
  }

  @Override
  public float[] compute(String imageId, PixelImage image) {
    return FeatureSample.of(descriptor, image, wanted(imageId), seed, imageId);
  }
}
