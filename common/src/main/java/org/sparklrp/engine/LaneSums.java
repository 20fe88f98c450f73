package org.sparklrp.engine;

/**
 * Sums of heap blocks, added in many lanes at once: the JVM vectorises additions of array to array,
 * but not a running sum. Each lane adds a few values in single precision, the lanes are added in
 * double.
 */
final class LaneSums {
  private static final int LANES = 128;
  private static final int DEPTH = 16;

  private final float[] lanes = new float[LANES];

  /** The sum of the first values of a block; NaN or infinite where a value is. */
  double sum(float[] values, int length) {
    double sum = 0;
    int start = 0;
    while (length - start >= 2 * LANES) {
      System.arraycopy(values, start, lanes, 0, LANES);
      int end = Math.min(length - LANES, start + (DEPTH - 1) * LANES);
      for (start += LANES; start <= end; start += LANES) {
        add(values, start);
      }
      sum += total();
    }
    for (; start < length; start++) {
      sum += values[start];
    }
    return sum;
  }

  private void add(float[] values, int start) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] += values[start + i];
    }
  }

  private double total() {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < LANES; i += 2) {
      even += lanes[i];
      odd += lanes[i + 1];
    }
    return even + odd;
  }
}
