package org.sparklrp.image;

import java.util.concurrent.Semaphore;

/**
 * How many pixels this JVM decodes at once. Tasks that each meet an image of a hundred megapixels
 * would run out of memory together, by chance; so the second waits until the first is preprocessed.
 * An image that is larger than all permits takes them all and goes alone.
 */
final class PixelPermits {
  /**
   * A pixel that is being decoded takes about so many bytes: twice its samples, and again resized.
   */
  private static final int BYTES_PER_PIXEL = 12;

  /** Permits are for so many pixels each. */
  private static final int GRAIN = 4096;

  private static final int ALL =
      (int)
          Math.max(
              1,
              Math.min(
                  Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL / GRAIN));

  private static final Semaphore FREE = new Semaphore(ALL, true);

  private PixelPermits() {}

  /** Waits until so many pixels may be decoded; the permits must be given back. */
  static int take(long pixels) {
    int permits = (int) Math.min(ALL, (pixels + GRAIN - 1) / GRAIN);
    FREE.acquireUninterruptibly(permits);
    return permits;
  }

  /** Gives permits back. */
  static void giveBack(int permits) {
    FREE.release(permits);
  }
}
