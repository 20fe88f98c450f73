package org.sparklrp.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A piece of native memory of one pool, with the number of its holders and the array views made of
 * it so far.
 */
final class NativeStorage {
  private final DataBuffer data;
  private final FloatBuffer values;
  private final TensorPool pool;
  private final List<INDArray> views = new ArrayList<>();
  private int holders;

  NativeStorage(DataBuffer data, TensorPool pool) {
    this.data = data;
    this.values = data.asNioFloat();
    this.pool = pool;
  }

  int size() {
    return values.capacity();
  }

  FloatBuffer values() {
    return values;
  }

  FloatPointer pointer() {
    return (FloatPointer) data.addressPointer();
  }

  /**
   * The storage as an array of this shape; making one costs microseconds, so that it is made once.
   */
  INDArray view(int[] shape) {
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
      pool.giveBack(this);
    }
  }

  void abandon() {
    holders = 0;
  }

  void close() {
    views.clear();
    data.close();
  }
}
