package org.sparklrp.relevance;

/**
 * The relevance of every input value of one image for one target. Positive values speak for the
 * target, negative ones against it (Bach et al. 2015, eq. 1).
 *
 * @param channels C
 * @param height H in pixels
 * @param width W in pixels
 * @param values C x H x W relevances, index {@code (c * height + y) * width + x}
 */
public record RelevanceMap(int channels, int height, int width, float[] values) {
  /** Checks that the sizes are positive and agree with the number of values. */
  public RelevanceMap {
    if (channels < 1
        || height < 1
        || width < 1
        || (long) channels * height * width != values.length) {
      throw new IllegalArgumentException(
          "A map of "
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

  /** One relevance per pixel, H x W, row-major: the sum over the channels with its sign. */
  public float[] signedSum() {
    int area = height * width;
    if (channels == 1) {
      return values.clone();
    }
    float[] sum = new float[area];
    for (int pixel = 0; pixel < area; pixel++) {
      double total = 0;
      for (int channel = 0; channel < channels; channel++) {
        total += values[channel * area + pixel];
      }
      sum[pixel] = (float) total;
    }
    return sum;
  }
}
