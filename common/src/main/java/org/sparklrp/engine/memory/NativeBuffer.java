package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A piece of native memory: who holds it, and how others see it. What its values mean is for {@link
 * NativeStorage} to know.
 */
final class NativeBuffer {
  private final DataBuffer data;
  private final FloatBuffer values;
  private final List<INDArray> views = new ArrayList<>();
  private int holders;

  /** Memory for so many values, of undefined content, held by nobody. */
  NativeBuffer(int size) {
    data = Nd4j.createBuffer(DataType.FLOAT, size, false);
    values = data.asNioFloat();
  }

  int size() {
    return values.capacity();
  }

  /** The values as they lie there; to be accessed by absolute positions only. */
  FloatBuffer values() {
    return values;
  }

  FloatPointer address() {
    return (FloatPointer) data.addressPointer();
  }

  /** The memory as an array of this shape; making one costs microseconds, so it is made once. */
  INDArray view(int... shape) {
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

  /** One holder less. */
  void release() {
    if (holders == 0) {
      throw new IllegalStateException("A native tensor was released more often than it was held");
    }
    holders--;
  }

  /** Takes the memory from all holders. */
  void reclaim() {
    holders = 0;
  }

  void close() {
    views.clear();
    data.close();
  }
}
