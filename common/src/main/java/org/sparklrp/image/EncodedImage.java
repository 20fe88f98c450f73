package org.sparklrp.image;

import java.io.IOException;

/** A file whose header was read: its size is known before its pixels are allocated. */
interface EncodedImage extends AutoCloseable {
  /** H in pixels; may be anything that a header can say. */
  int height();

  /** W in pixels. */
  int width();

  /**
   * Decodes the pixels.
   *
   * @param alpha what stands behind transparent ones
   */
  DecodedImage decode(Decoding.Alpha alpha) throws ImageException, IOException;

  /** Lets go of the decoder; without effect where there is none. */
  @Override
  default void close() {}
}
