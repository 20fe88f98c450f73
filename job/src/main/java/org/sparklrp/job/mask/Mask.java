package org.sparklrp.job.mask;

import java.awt.image.BufferedImage;

/** The region of one image, or why it is not known. A missing mask is a value, not an exception. */
public sealed interface Mask {
  /** The least brightness of what is inside. */
  int WHITE = 128;

  /** The pixels of a picture that are white, row-major. */
  static boolean[] white(BufferedImage picture) {
    int width = picture.getWidth();
    boolean[] inside = new boolean[picture.getHeight() * width];
    for (int pixel = 0; pixel < inside.length; pixel++) {
      inside[pixel] = (picture.getRGB(pixel % width, pixel / width) & 255) >= WHITE;
    }
    return inside;
  }

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
