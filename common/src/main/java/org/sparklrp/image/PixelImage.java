package org.sparklrp.image;

/**
 * The tensor a classifier sees of one image: preprocessed channels, float32, laid out channel by
 * channel.
 *
 * @param channels number of channels C, at least 1
 * @param height H in pixels
 * @param width W in pixels
 * @param values C x H x W values, index {@code (c * height + y) * width + x}; shared, not copied,
 *     because batches of large images pass through here
 */
public record PixelImage(int channels, int height, int width, float[] values) {
  /** Checks that the sizes are positive and agree with the number of values. */
  public PixelImage {
    if (channels < 1
        || height < 1
        || width < 1
        || (long) channels * height * width != values.length) {
      throw new IllegalArgumentException(
          "An image of "
              + channels
              + " x "
              + height
              + " x "
              + width
              + " does not hold "
              + values.length
              + " values");
    }
  }
}
