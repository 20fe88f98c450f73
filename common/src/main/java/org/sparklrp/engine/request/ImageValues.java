package org.sparklrp.engine.request;

import java.util.Arrays;

/**
 * Numbers of several images, those of one image after those of another: pixels or logits.
 *
 * @param images how many images
 * @param values as many for each image
 */
public record ImageValues(int images, float[] values) {

  /** The values of some of the images. */
  public ImageValues part(int first, int count) {
    int size = values.length / images;
    return count == images
        ? this
        : new ImageValues(count, Arrays.copyOfRange(values, first * size, (first + count) * size));
  }
}
