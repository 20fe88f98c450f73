package org.sparklrp.engine.oracle;

import java.util.Random;

/** Normally distributed values for tensors, the same for the same seed. */
public final class NormalValues {
  private NormalValues() {}

  public static float[] values(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
