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
 * so far, and a factor that its values are still to be multiplied by.
 */
final class NativeStorage {
  private final DataBuffer data;
  private final FloatBuffer values;
  private final TensorPool pool;
  private final List<INDArray> views = new ArrayList<>();
  private int holders;
  private @Nullable Factor factor;

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

  /** The values; a product that was put off is formed now. */
  FloatBuffer values() {
    if (factor != null) {
      pool.elementwise().multiply(values, factor);
      multiplyBy(null);
    }
    return values;
  }

  /** The values as they are, without the factor. */
  FloatBuffer unmultiplied() {
    return values;
  }

  @Nullable Factor factor() {
    return factor;
  }

  /** Exchanges the factor, which is held until then. */
  void multiplyBy(@Nullable Factor other) {
    if (factor != null) {
      factor.tensor().release();
    }
    factor = other;
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
      multiplyBy(null);
      pool.giveBack(this);
    }
  }

  void abandon() {
    holders = 0;
    factor = null;
  }

  void close() {
    views.clear();
    data.close();
  }
}
