package org.sparklrp.engine;

import java.util.Random;

/** Normally distributed values for tensors, the same for the same seed. */
final class NormalValues {
  private NormalValues() {}

  static float[] values(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
