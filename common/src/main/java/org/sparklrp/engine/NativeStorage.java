package org.sparklrp.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A piece of native memory of one pool, with the number of its holders, the array views made of it
 * so far, and what its values are still to be multiplied by and added to.
 */
final class NativeStorage {
  private final DataBuffer data;
  private final FloatBuffer values;
  private final TensorPool pool;
  private final List<INDArray> views = new ArrayList<>();
  private int holders;
  private @Nullable Factor factor;
  private @Nullable NativeTensor summand;

  /** What the values are still to be multiplied by: a part of another tensor of the same size. */
  record Factor(NativeTensor tensor, Part part) {}

  NativeStorage(DataBuffer data, TensorPool pool) {
    this.data = data;
    this.values = data.asNioFloat();
    this.pool = pool;
  }

  int size() {
    return values.capacity();
  }

  /** The values; a product and a sum that were put off are formed now. */
  FloatBuffer values() {
    if (factor != null || summand != null) {
      pool.elementwise().form(this);
      settle();
    }
    return values;
  }

  /** The values as they are, without factor and summand. */
  FloatBuffer raw() {
    return values;
  }

  @Nullable Factor factor() {
    return factor;
  }

  @Nullable NativeTensor summand() {
    return summand;
  }

  /** Puts off a product; what was put off before is formed first. */
  void multiplyBy(Factor other) {
    values();
    factor = other;
  }

  /** Puts off a sum; one that was put off before is formed first. */
  void add(NativeTensor other) {
    if (summand != null) {
      values();
    }
    summand = other;
  }

  /** The values are what they should be: what was put off is not needed any more. */
  void settle() {
    if (factor != null) {
      factor.tensor().release();
      factor = null;
    }
    if (summand != null) {
      summand.release();
      summand = null;
    }
  }

  /** Reads values into a block, with what was put off. */
  void read(int at, float[] block, int length) {
    pool.elementwise().read(this, at, block, length);
  }

  FloatPointer pointer() {
    values();
    return (FloatPointer) data.addressPointer();
  }

  /**
   * The storage as an array of this shape; making one costs microseconds, so that it is made once.
   */
  INDArray view(int[] shape) {
    values();
    long[] wanted = Arrays.stream(shape).asLongStream().toArray();
    for (INDArray view : views) {
      if (Arrays.equals(view.shape(), wanted)) {
        return view;
      }
    }
    INDArray view = Nd4j.create(data, wanted);
    views.add(view);
    return view;
  }

  boolean isHeld() {
    return holders > 0;
  }

  boolean isHeldOnce() {
    return holders == 1;
  }

  void hold() {
    holders++;
  }

  void release() {
    if (holders == 0) {
      throw new IllegalStateException("A native tensor was released more often than it was held");
    }
    if (--holders == 0) {
      settle();
      pool.giveBack(this);
    }
  }

  void abandon() {
    holders = 0;
    factor = null;
    summand = null;
  }

  void close() {
    views.clear();
    data.close();
  }
}
