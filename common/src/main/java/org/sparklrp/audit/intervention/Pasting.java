package org.sparklrp.audit.intervention;

import org.sparklrp.image.PixelImage;

/** Puts what one image has inside a region into another. */
public final class Pasting {
  private Pasting() {}

  /**
   * The pasted image.
   *
   * @param from where the inside comes from
   * @param into where the rest comes from; of the same size
   * @param mask for each pixel, row-major, whether it is inside
   */
  public static PixelImage paste(PixelImage from, PixelImage into, boolean[] mask) {
    float[] values = into.values().clone();
    for (int channel = 0; channel < into.channels(); channel++) {
      for (int pixel = 0; pixel < mask.length; pixel++) {
        if (mask[pixel]) {
          values[channel * mask.length + pixel] = from.values()[channel * mask.length + pixel];
        }
      }
    }
    return new PixelImage(into.channels(), into.height(), into.width(), values);
  }
}
