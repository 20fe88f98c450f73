package org.sparklrp.model;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A constant of a model: weights, a bias, a statistic. Float32, row-major.
 *
 * <p>A class and not a record because equality by content would compare millions of weights. The
 * values are shared, not copied: a model's weights exist once per JVM, on the heap or, large ones
 * of a file, in the memory that the file is mapped to. Nobody writes to them after construction.
 */
public final class Tensor {
  private final int[] shape;
  private final FloatBuffer values;

  /** A tensor over these values; their number must be the product of the shape. */
  public Tensor(int[] shape, float[] values) {
    this(shape, FloatBuffer.wrap(values));
  }

  /** A tensor over all values of a buffer; their number must be the product of the shape. */
  public Tensor(int[] shape, FloatBuffer values) {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    if (size != values.capacity()) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + Arrays.toString(shape)
              + " does not hold "
              + values.capacity()
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
    return values.capacity();
  }

  /** One value, row-major. */
  public float value(int index) {
    return values.get(index);
  }

  /** All values: read only, shared where they lie on the heap, a copy where they do not. */
  public float[] values() {
    if (values.hasArray()) {
      return values.array();
    }
    float[] copy = new float[size()];
    values.get(0, copy);
    return copy;
  }

  /** The same values in another shape of the same size. */
  public Tensor reshaped(int... other) {
    return new Tensor(other, values);
  }

  /** Whether another tensor has the same shape and the same values. */
  public boolean isSame(Tensor other) {
    return Arrays.equals(shape, other.shape)
        && values.duplicate().rewind().equals(other.values.duplicate().rewind());
  }

  /** Whether every value is zero. */
  public boolean isZero() {
    for (int i = 0; i < size(); i++) {
      if (value(i) != 0) {
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
