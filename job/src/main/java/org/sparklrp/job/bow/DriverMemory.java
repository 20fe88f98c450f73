package org.sparklrp.job.bow;

import java.util.Locale;
import org.sparklrp.fault.UserException;

/**
 * What a training keeps on the driver's heap: n vectors of D dimensions while they are collected
 * and turned into columns, and n x n kernel values with what the solver makes of them.
 *
 * @param images n, the images the classifier is trained on
 * @param dimensions D, of all channels together
 */
record DriverMemory(long images, long dimensions) {
  /** Per value: as it is collected, in its row, and in its column. */
  private static final long VECTOR_BYTES = Float.BYTES + 2L * Double.BYTES;

  /** Per pair of images: their kernel, a fold's part of it, and what the solver keeps. */
  private static final long KERNEL_BYTES = 24;

  /** The share of the heap that is left to everything else. */
  private static final double RESERVE = 0.2;

  long bytes() {
    return VECTOR_BYTES * images * dimensions + KERNEL_BYTES * images * images;
  }

  /**
   * Checks that a heap is large enough.
   *
   * @param heap its size in bytes
   * @throws UserException where it is not, with the number of images it is large enough for
   */
  void check(long heap) {
    double usable = (1 - RESERVE) * heap;
    if (bytes() > usable) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot train on %d images: their vectors and their kernel take about %d MB of the driver's memory, and %d MB of its heap of %d MB are for them; set bow.max-images = %d, or raise spark.driver.memory",
              images,
              megabytes(bytes()),
              megabytes((long) usable),
              megabytes(heap),
              most(usable)));
    }
  }

  /** The largest n within so many bytes: the root of a n^2 + b n = usable. */
  private long most(double usable) {
    double a = KERNEL_BYTES;
    double b = (double) VECTOR_BYTES * dimensions;
    return (long) ((Math.sqrt(b * b + 4 * a * usable) - b) / (2 * a));
  }

  /** Rounded up. */
  static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
