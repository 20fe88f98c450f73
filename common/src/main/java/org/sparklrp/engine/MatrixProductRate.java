package org.sparklrp.engine;

import java.util.Arrays;
import java.util.Random;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

/**
 * How fast this machine multiplies matrices: the yardstick for everything the engine does, measured
 * anew where it is wanted because neighbours on the same machine change it.
 */
public final class MatrixProductRate {
  private static final int SIZE = 1024;
  private static final int PRODUCTS = 7;

  private MatrixProductRate() {}

  /** The median of several products of two 1024 x 1024 matrices, in GFLOP/s, one after another. */
  public static double gigaflops() {
    double[] rates = new double[PRODUCTS];
    try (TensorPool pool = new TensorPool()) {
      Random random = new Random(1);
      Matrix a = matrix(pool, random);
      Matrix b = matrix(pool, random);
      Matrix c = matrix(pool, random);
      c.setProduct(a, b);
      for (int i = 0; i < PRODUCTS; i++) {
        long start = System.nanoTime();
        c.setProduct(a, b);
        rates[i] = 2.0 * SIZE * SIZE * SIZE / (System.nanoTime() - start);
      }
    }
    Arrays.sort(rates);
    return rates[PRODUCTS / 2];
  }

  private static Matrix matrix(TensorPool pool, Random random) {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    NativeTensor tensor = pool.take(SIZE, SIZE);
    tensor.set(values);
    return Matrix.of(tensor, 0, SIZE, SIZE);
  }
}
