package org.sparklrp.engine;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * A fully connected layer over the last dimension, as one matrix product over all rows of the
 * batch.
 */
final class DenseMap implements LinearMap {
  private final String node;
  private final Layer.Dense layer;
  private final WeightStore weights;
  private final int[] inputShape;
  private final int inputs;
  private final int outputs;

  DenseMap(String node, Layer.Dense layer, List<Integer> in, WeightStore weights) {
    this.inputShape = Shapes.withBatch(1, in);
    this.node = node;
    this.layer = layer;
    this.weights = weights;
    this.outputs = layer.weights().dimension(0);
    this.inputs = layer.weights().dimension(1);
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return product(a, inputs, outputs, part, true, pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    NativeTensor out = apply(a, WeightPart.ORIGINAL, pool);
    if (!layer.bias().isZero()) {
      float[] bias = layer.bias().values();
      pool.elementwise().addRows(out, bias);
    }
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    return product(signal, outputs, inputs, part, false, pool);
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor out = pool.take(resized(signal.shape(), inputs));
    float[] from = signal.toArray();
    float[] to = new float[out.size()];
    for (int row = 0; row < from.length / outputs; row++) {
      double sum = 0;
      for (int o = 0; o < outputs; o++) {
        sum += from[row * outputs + o];
      }
      Arrays.fill(to, row * inputs, (row + 1) * inputs, (float) (sum / inputs));
    }
    out.set(to);
    return out;
  }

  @Override
  public int[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int[] outputShape() {
    return resized(inputShape.clone(), outputs);
  }

  @Override
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return 1;
  }

  private NativeTensor product(
      NativeTensor a, int from, int to, WeightPart part, boolean transposed, TensorPool pool) {
    NativeTensor out = pool.take(resized(a.shape(), to));
    int rows = a.size() / from;
    INDArray matrix = weights.weights(node, layer.weights(), part);
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a.array(rows, from), matrix)
            .addOutputs(out.array(rows, to))
            .addIntegerArguments(0, transposed ? 1 : 0, 0)
            .build());
    return out;
  }

  private static int[] resized(int[] shape, int last) {
    shape[shape.length - 1] = last;
    return shape;
  }
}
