package org.sparklrp.engine.memory;

import java.util.Arrays;

/**
 * The heap blocks of loops over native memory, and their sums in double precision. Eight sums run
 * side by side, because each addition waits for the one before.
 */
public final class BlockSums {
  /** How many values loops take at once: several such blocks stay in the first cache together. */
  public static final int BLOCK = 1024;

  /**
   * The length of the arrays that hold them. Arrays that are allocated together begin at the same
   * place within a line of the cache, and not at about the same place within 4,096 bytes: there a
   * processor takes a value that is read for one that was just written.
   */
  private static final int ARRAY = BLOCK + 300;

  /** Constants, because the JVM vectorises no loop whose distances it does not know. */
  private static final int QUARTER = BLOCK / 4;

  private static final int SIXTEENTH = BLOCK / 16;

  private BlockSums() {}

  /** An array for a block. */
  public static float[] block() {
    return new float[ARRAY];
  }

  /**
   * The sum of a block in single precision at a third of the cost. NaN or infinite where a value
   * is.
   *
   * @param values a block; zeros are written behind its length
   * @param scratch receives anything; may be the block
   */
  public static double fold(float[] values, float[] scratch, int length) {
    if (length < BLOCK) {
      Arrays.fill(values, length, BLOCK, 0f);
    }
    for (int i = 0; i < QUARTER; i++) {
      scratch[i] =
          values[i] + values[i + QUARTER] + (values[i + 2 * QUARTER] + values[i + 3 * QUARTER]);
    }
    for (int i = 0; i < SIXTEENTH; i++) {
      scratch[i] =
          scratch[i]
              + scratch[i + SIXTEENTH]
              + (scratch[i + 2 * SIXTEENTH] + scratch[i + 3 * SIXTEENTH]);
    }
    return sum(scratch, SIXTEENTH);
  }

  /** The sum of the first values of a block; NaN or infinite where a value is. */
  public static double sum(float[] values, int length) {
    return sum(values, 0, length);
  }

  /** The same from one value of a block to another. */
  public static double sum(float[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = from;
    for (; i + 7 < to; i += 8) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
      e += values[i + 4];
      f += values[i + 5];
      g += values[i + 6];
      h += values[i + 7];
    }
    for (; i < to; i++) {
      a += values[i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }
}
