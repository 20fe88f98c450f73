package org.sparklrp.engine;

import java.util.Arrays;

/**
 * Sums of heap blocks in double precision. Eight sums run side by side, because each addition waits
 * for the one before.
 */
final class BlockSums {
  /** The size of the blocks that {@link #fold} takes. */
  static final int BLOCK = 512;

  /** Constants, because the JVM vectorises no loop whose distances it does not know. */
  private static final int HALF = BLOCK / 2;

  private static final int QUARTER = BLOCK / 4;
  private static final int EIGHTH = BLOCK / 8;

  private BlockSums() {}

  /**
   * The sum of a block that is not needed any more, in single precision at a third of the cost: for
   * checks whether there is anything but zeros. NaN or infinite where a value is.
   *
   * @param values at least BLOCK values, overwritten
   */
  static double fold(float[] values, int length) {
    if (length < BLOCK) {
      Arrays.fill(values, length, BLOCK, 0f);
    }
    for (int i = 0; i < HALF; i++) {
      values[i] += values[i + HALF];
    }
    for (int i = 0; i < QUARTER; i++) {
      values[i] += values[i + QUARTER];
    }
    for (int i = 0; i < EIGHTH; i++) {
      values[i] += values[i + EIGHTH];
    }
    return sum(values, EIGHTH);
  }

  /** The sum of the first values of a block; NaN or infinite where a value is. */
  static double sum(float[] values, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = 0;
    for (; i + 7 < length; i += 8) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
      e += values[i + 4];
      f += values[i + 5];
      g += values[i + 6];
      h += values[i + 7];
    }
    for (; i < length; i++) {
      a += values[i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }
}
