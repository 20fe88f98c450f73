package org.sparklrp.audit.evaluation;

import org.sparklrp.image.PixelImage;

/** Takes pixels out of one image. A replacer belongs to one image and one order of removal. */
public interface Replacer {
  /**
   * The image without some of its pixels, in all channels.
   *
   * @param missing for each pixel, row-major, whether it is gone
   */
  PixelImage without(boolean[] missing);
}
