package org.sparklrp.job.regions;

import org.jspecify.annotations.Nullable;
import org.sparklrp.measure.RegionShare;

/**
 * What is known of one class and one region. Shares are means over the images that have the region:
 * a mask with at least one pixel.
 *
 * @param target the class
 * @param targetName its name
 * @param region the region's name
 * @param all every explanation of the class
 * @param present those of images that have the region
 * @param absent those of images whose mask is empty
 * @param missing explanations of images without a usable mask
 * @param meanRelevance mean of relevance_sum over all
 * @param meanScore mean of score over all
 * @param share the region's share, over {@code present}
 */
public record RegionStatistic(
    int target,
    String targetName,
    String region,
    Count all,
    Count present,
    Count absent,
    long missing,
    double meanRelevance,
    double meanScore,
    RegionShare share) {

  /**
   * Explanations and how often their image was classified right.
   *
   * @param images how many
   * @param labelled of them, those of images with a known label
   * @param correct of these, those predicted right
   */
  public record Count(long images, long labelled, long correct) {
    /** The share of images predicted right, or null where no label is known. */
    public @Nullable Double accuracy() {
      return labelled == 0 ? null : (double) correct / labelled;
    }
  }

  /** The mean share of positive relevance inside the region, or null where no image has it. */
  public @Nullable Double positiveShare() {
    return share.positiveImages() == 0 ? null : (Double) share.positiveShare();
  }

  /** The mean share of |relevance| inside the region, or null where no image has it. */
  public @Nullable Double absoluteShare() {
    return share.images() == 0 ? null : (Double) share.absoluteShare();
  }

  /** The mean share of pixels inside the region, or null where no image has it. */
  public @Nullable Double areaShare() {
    return share.masks() == 0 ? null : (Double) share.areaShare();
  }

  /** Positive share over area share: 1 is what relevance spread evenly would have. */
  public @Nullable Double concentration() {
    Double positive = positiveShare();
    return positive == null ? null : (Double) (positive / share.areaShare());
  }
}
