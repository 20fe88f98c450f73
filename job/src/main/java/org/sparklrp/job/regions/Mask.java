package org.sparklrp.job.regions;

/** The region of one image, or why it is not known. A missing mask is a value, not an exception. */
sealed interface Mask {

  /**
   * A mask brought to the size of the relevance map, by the same resizing and cropping as the
   * image.
   *
   * @param originalHeight of the file, in pixels
   * @param originalWidth of the file, in pixels
   * @param inside for each pixel of the map, row-major, whether it belongs to the region
   */
  record Known(int originalHeight, int originalWidth, boolean[] inside) implements Mask {}

  /**
   * No usable mask.
   *
   * @param reason one sentence
   */
  record Unknown(String reason) implements Mask {}
}
