package org.sparklrp.engine.linear;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Tensor;

/**
 * A model's weights and their modified parts in native memory: made on first use, once per model,
 * read by all threads.
 */
public final class WeightStore implements AutoCloseable {
  private record Key(String node, String role, WeightPart part) {}

  private final Map<Key, INDArray> arrays = new ConcurrentHashMap<>();

  /** The part of a node's weights, in the shape of the tensor. */
  INDArray weights(String node, Tensor tensor, WeightPart part) {
    return arrays.computeIfAbsent(
        new Key(node, "weights", part),
        key -> {
          INDArray array = array(tensor.shape());
          part.write(tensor, array.data().asNioFloat());
          return array;
        });
  }

  /** The same as a matrix: of a tensor with two dimensions. */
  Matrix matrix(String node, Tensor tensor, WeightPart part) {
    FloatPointer values = (FloatPointer) weights(node, tensor, part).data().addressPointer();
    return Matrix.dense(values, 0, tensor.dimension(0), tensor.dimension(1));
  }

  /** What a way to compute makes of a part of a node's weights. */
  INDArray derived(
      String node, String role, WeightPart part, int[] shape, Supplier<float[]> values) {
    return arrays.computeIfAbsent(new Key(node, role, part), key -> upload(values.get(), shape));
  }

  /** A node's bias. */
  INDArray bias(String node, Tensor tensor) {
    return arrays.computeIfAbsent(
        new Key(node, "bias", WeightPart.ORIGINAL),
        key -> upload(WorkingPrecision.values(tensor), tensor.shape()));
  }

  private static INDArray upload(float[] values, int[] shape) {
    INDArray array = array(shape);
    array.data().asNioFloat().put(0, values);
    return array;
  }

  private static INDArray array(int[] shape) {
    long[] dimensions = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = shape[i];
    }
    return Nd4j.createUninitialized(DataType.FLOAT, dimensions, 'c');
  }

  /** The native memory of all weights and parts made so far, in bytes. */
  public long bytes() {
    return arrays.values().stream().mapToLong(array -> array.length() * Float.BYTES).sum();
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
