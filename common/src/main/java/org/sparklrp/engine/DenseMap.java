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
  private static final int ROWS_AT_ONCE = 4;

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
      float[] bias = WorkingPrecision.values(layer.bias());
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
  public long weights() {
    return layer.weights().size();
  }

  @Override
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return 1;
  }

  /**
   * The number of rows is filled up to a multiple: the library rounds the last rows of other
   * numbers differently, and an image's result must not depend on its place in the batch.
   */
  private NativeTensor product(
      NativeTensor a, int from, int to, WeightPart part, boolean transposed, TensorPool pool) {
    NativeTensor out = pool.take(resized(a.shape(), to));
    INDArray matrix = weights.weights(node, layer.weights(), part);
    int rows = a.size() / from;
    int filled = (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE * ROWS_AT_ONCE;
    if (filled == rows) {
      multiply(a.array(rows, from), matrix, out.array(rows, to), transposed);
      return out;
    }
    NativeTensor padded = pool.zeros(filled, from);
    NativeTensor product = pool.take(filled, to);
    pool.elementwise().copy(a, padded);
    multiply(padded.array(filled, from), matrix, product.array(filled, to), transposed);
    out.values().put(0, product.values(), 0, out.size());
    padded.release();
    product.release();
    return out;
  }

  private static void multiply(INDArray a, INDArray matrix, INDArray out, boolean transposed) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, matrix)
            .addOutputs(out)
            .addIntegerArguments(0, transposed ? 1 : 0, 0)
            .build());
  }

  private static int[] resized(int[] shape, int last) {
    shape[shape.length - 1] = last;
    return shape;
  }
}
