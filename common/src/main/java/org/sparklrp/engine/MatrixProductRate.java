package org.sparklrp.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    INDArray a = Nd4j.rand(DataType.FLOAT, SIZE, SIZE);
    INDArray b = Nd4j.rand(DataType.FLOAT, SIZE, SIZE);
    INDArray c = Nd4j.createUninitialized(DataType.FLOAT, SIZE, SIZE);
    double[] rates = new double[PRODUCTS];
    Nd4j.gemm(a, b, c, false, false, 1, 0);
    for (int i = 0; i < PRODUCTS; i++) {
      long start = System.nanoTime();
      Nd4j.gemm(a, b, c, false, false, 1, 0);
      rates[i] = 2.0 * SIZE * SIZE * SIZE / (System.nanoTime() - start);
    }
    a.close();
    b.close();
    c.close();
    Arrays.sort(rates);
    return rates[PRODUCTS / 2];
  }
}
