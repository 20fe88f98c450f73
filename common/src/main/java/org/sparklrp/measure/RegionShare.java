package org.sparklrp.measure;

import java.io.Serializable;
import org.sparklrp.relevance.RelevanceMap;

/**
 * How much of the relevance of many images lies inside a region that is known for each, such as the
 * object or a watermark. Each image has one vote: its share is taken first and averaged then, so
 * that images with large scores do not drown the others. Sums, so that parts can be added.
 *
 * @param images the images with any relevance at all
 * @param absolute the sum over them of (|R| inside) / (|R| of the image), R summed over channels
 * @param positiveImages the images with any positive relevance
 * @param positive the sum over those of (positive R inside) / (positive R of the image)
 * @param masks the images measured
 * @param area the sum over those of (pixels inside) / (pixels of the image)
 */
public record RegionShare(
    long images, double absolute, long positiveImages, double positive, long masks, double area)
    implements Serializable {
  /** No images yet. */
  public static final RegionShare NONE = new RegionShare(0, 0, 0, 0, 0, 0);

  /**
   * The share of one image.
   *
   * @param map the relevance
   * @param inside for each pixel, row-major, whether it belongs to the region
   */
  public static RegionShare of(RelevanceMap map, boolean[] inside) {
    float[] relevance = map.signedSum();
    if (inside.length != relevance.length) {
      throw new IllegalArgumentException(
          "A mask of " + inside.length + " pixels does not fit a map of " + relevance.length);
    }
    double positive = 0;
    double positiveInside = 0;
    double absolute = 0;
    double absoluteInside = 0;
    int pixelsInside = 0;
    for (int pixel = 0; pixel < relevance.length; pixel++) {
      double value = relevance[pixel];
      positive += Math.max(value, 0);
      absolute += Math.abs(value);
      if (inside[pixel]) {
        positiveInside += Math.max(value, 0);
        absoluteInside += Math.abs(value);
        pixelsInside++;
      }
    }
    return new RegionShare(
        absolute > 0 ? 1 : 0,
        absolute > 0 ? absoluteInside / absolute : 0,
        positive > 0 ? 1 : 0,
        positive > 0 ? positiveInside / positive : 0,
        1,
        (double) pixelsInside / relevance.length);
  }

  /** The shares of both sets of images together. */
  public RegionShare merge(RegionShare other) {
    return new RegionShare(
        images + other.images,
        absolute + other.absolute,
        positiveImages + other.positiveImages,
        positive + other.positive,
        masks + other.masks,
        area + other.area);
  }

  /** The mean share of |R| inside the region, 0 to 1; 0 where no image has relevance. */
  public double absoluteShare() {
    return mean(absolute, images);
  }

  /** The mean share of positive relevance inside the region, 0 to 1; 0 where there is none. */
  public double positiveShare() {
    return mean(positive, positiveImages);
  }

  /** The mean share of pixels inside: what relevance spread evenly would have there. */
  public double areaShare() {
    return mean(area, masks);
  }

  private static double mean(double sum, long count) {
    return count == 0 ? 0 : sum / count;
  }
}
