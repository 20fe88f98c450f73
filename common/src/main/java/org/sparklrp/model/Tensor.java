package org.sparklrp.model;

import java.util.Arrays;

/**
 * A constant of a model: weights, a bias, a statistic. Float32, row-major.
 *
 * <p>A class and not a record because equality by content would compare millions of weights. The
 * values are shared, not copied: a model's weights exist once per JVM. Nobody writes to them after
 * construction.
 */
public final class Tensor {
  private final int[] shape;
  private final float[] values;

  /** A tensor over these values; their number must be the product of the shape. */
  public Tensor(int[] shape, float[] values) {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + Arrays.toString(shape)
              + " does not hold "
              + values.length
              + " values");
    }
    this.shape = shape.clone();
    this.values = values;
  }

  /** A vector. */
  public static Tensor vector(float... values) {
    return new Tensor(new int[] {values.length}, values);
  }

  /** A vector of zeros. */
  public static Tensor zeros(int size) {
    return vector(new float[size]);
  }

  /** The shape; a scalar's is empty. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of dimensions. */
  public int rank() {
    return shape.length;
  }

  /** The length of one dimension. */
  public int dimension(int axis) {
    return shape[axis];
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The values, shared: read only. */
  public float[] values() {
    return values;
  }

  /** Whether every value is zero. */
  public boolean isZero() {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
