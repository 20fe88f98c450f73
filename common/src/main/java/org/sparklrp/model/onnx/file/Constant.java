package org.sparklrp.model.onnx.file;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;

/**
 * A value of an ONNX graph that is known at import: weights, and the integers of shape arithmetic.
 *
 * <p>Numbers are either float32 or int64: half and double precision become float32, all integer
 * types and booleans (0 and 1) become int64.
 */
public sealed interface Constant {
  /** The length of each dimension; a scalar's is empty. */
  List<Integer> shape();

  /** The number of values. */
  int size();

  /** One value, row-major. */
  double real(int index);

  /** One value, row-major, cut off towards zero. */
  long integer(int index);

  /** The same values in another shape of the same size. */
  Constant reshaped(List<Integer> shape);

  /** A constant of the same type made of chosen values of this one. */
  Constant pick(List<Integer> shape, int[] indices);

  /**
   * Floating-point numbers.
   *
   * @param shape the length of each dimension
   * @param tensor the values, in this shape
   */
  record Reals(List<Integer> shape, Tensor tensor) implements Constant {
    public Reals {
      shape = List.copyOf(shape);
    }

    /**
     * Values on the heap.
     *
     * @param shape the length of each dimension
     * @param values row-major, shared
     */
    public Reals(List<Integer> shape, float[] values) {
      this(shape, FloatBuffer.wrap(values));
    }

    /** All values of a buffer, row-major, shared. */
    Reals(List<Integer> shape, FloatBuffer values) {
      this(shape, inShape(shape, values));
    }

    private static Tensor inShape(List<Integer> shape, FloatBuffer values) {
      checkSize(shape, values.capacity());
      return new Tensor(shape.stream().mapToInt(Integer::intValue).toArray(), values);
    }

    @Override
    public int size() {
      return tensor.size();
    }

    @Override
    public double real(int index) {
      return tensor.value(index);
    }

    @Override
    public long integer(int index) {
      return (long) tensor.value(index);
    }

    @Override
    public float[] floats() {
      return tensor.values();
    }

    @Override
    public Constant reshaped(List<Integer> newShape) {
      checkSize(newShape, size());
      return new Reals(
          newShape, tensor.reshaped(newShape.stream().mapToInt(Integer::intValue).toArray()));
    }

    @Override
    public Constant pick(List<Integer> newShape, int[] indices) {
      float[] picked = new float[indices.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = tensor.value(indices[i]);
      }
      return new Reals(newShape, picked);
    }
  }

  /**
   * Integers and booleans.
   *
   * @param shape the length of each dimension
   * @param values row-major, shared
   * @param type ONNX's number of the type they were stored in
   */
  record Integers(List<Integer> shape, long[] values, int type) implements Constant {
    /** Integers of 64 bits. */
    public Integers(List<Integer> shape, long[] values) {
      this(shape, values, ElementType.INT64);
    }

    public Integers {
      shape = List.copyOf(shape);
      checkSize(shape, values.length);
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public double real(int index) {
      return (double) values[index];
    }

    @Override
    public long integer(int index) {
      return values[index];
    }

    @Override
    public Constant reshaped(List<Integer> newShape) {
      return new Integers(newShape, values, type);
    }

    @Override
    public Constant pick(List<Integer> newShape, int[] indices) {
      long[] picked = new long[indices.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = values[indices[i]];
      }
      return new Integers(newShape, picked, type);
    }
  }

  /** A vector of integers. */
  static Constant integers(long... values) {
    return new Integers(List.of(values.length), values);
  }

  /** Values as a constant of the same type as another; integers are cut off towards zero. */
  static Constant of(Constant type, List<Integer> shape, double[] values) {
    if (type instanceof Integers integers) {
      long[] whole = new long[values.length];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = (long) values[i];
      }
      return new Integers(shape, whole, integers.type());
    }
    float[] reals = new float[values.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = (float) values[i];
    }
    return new Reals(shape, reals);
  }

  /** The values as floats, read only: the array itself where it holds floats. */
  default float[] floats() {
    float[] floats = new float[size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) real(i);
    }
    return floats;
  }

  /** The values as a list of integers. */
  default List<Long> longs() {
    List<Long> list = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      list.add(integer(i));
    }
    return list;
  }

  /** The weights of a layer. */
  default Tensor tensor() {
    return new Tensor(shape().stream().mapToInt(Integer::intValue).toArray(), floats());
  }

  private static void checkSize(List<Integer> shape, int size) {
    if (Shapes.size(shape) != size) {
      throw new ModelMismatchException(
          "has a constant of shape " + shape + " with " + size + " values");
    }
  }
}
