package org.sparklrp.bow.kernel;

import java.io.Serializable;
import java.util.List;

/** How alike two Bag-of-Words vectors are: K(x, y). */
public sealed interface SvmKernel extends Serializable
    permits AdditiveKernel, ExponentialKernel, WeightedSum {

  /**
   * Adds {@code scale} K(x, y_i) to each of n sums.
   *
   * @param x D values
   * @param vectors the y_i
   * @param sums n sums
   */
  void addValues(double[] x, Columns vectors, double scale, double[] sums);

  /**
   * Adds the gradient of sum_i c_i K(x, y_i) by x.
   *
   * @param x D values
   * @param vectors the y_i
   * @param coefficients the c_i, n of them
   * @param gradient D sums
   * @throws IllegalStateException where the kernel is not {@link #isDifferentiable()}
   */
  void addGradient(double[] x, Columns vectors, double[] coefficients, double[] gradient);

  /** Whether K has a gradient for positive vectors. */
  boolean isDifferentiable();

  /** Whether K is a sum over dimensions. */
  boolean isSumDecomposable();

  /**
   * Adds each dimension's share of sum_i c_i K(x, y_i): the terms k_d.
   *
   * @param x D values
   * @param vectors the y_i
   * @param coefficients the c_i, n of them
   * @param shares D sums
   * @throws IllegalStateException where the kernel is not {@link #isSumDecomposable()}
   */
  void addShares(double[] x, Columns vectors, double[] coefficients, double[] shares);

  /**
   * The kernels this one is a weighted sum of, none of them a sum itself; itself where it is none.
   */
  default List<WeightedSum.Part> parts() {
    return List.of(new WeightedSum.Part(1, this));
  }

  /** K(x, y) of two vectors. */
  default double value(double[] x, double[] y) {
    double[] sums = new double[1];
    addValues(x, Columns.ofRows(new double[][] {y}, y.length), 1, sums);
    return sums[0];
  }
}
