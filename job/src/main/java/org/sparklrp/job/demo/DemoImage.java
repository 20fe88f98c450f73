package org.sparklrp.job.demo;

import java.awt.image.BufferedImage;

/**
 * One demo image with its known answer.
 *
 * @param name the file's name without its ending
 * @param label the class of the object in it
 * @param watermarked whether it carries the watermark
 * @param picture the picture, 8 bits a channel
 * @param objectMask the pixels the object covers, row-major
 * @param watermarkMask the pixels the watermark covers, row-major; none where it carries none
 */
public record DemoImage(
    String name,
    DemoClass label,
    boolean watermarked,
    BufferedImage picture,
    boolean[] objectMask,
    boolean[] watermarkMask) {
  /** Width and height of every demo image in pixels. */
  public static final int SIDE = Picture.SIDE;
}
