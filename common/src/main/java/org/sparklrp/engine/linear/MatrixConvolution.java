package org.sparklrp.engine.linear;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/** What the convolutions have in common whose weights are a matrix, out x cells of a window. */
abstract sealed class MatrixConvolution implements LinearMap
    permits ColumnsConvolutionMap, DepthwiseMap, PointwiseMap, WinogradMap {
  private final String node;
  private final Layer.Convolution layer;
  private final WeightStore weights;
  private final Tensor matrix;
  private final int[] inShape;
  private final int[] outShape;
  final int groups;
  final SlidingWindow window;

  MatrixConvolution(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    this.node = node;
    this.layer = layer;
    this.weights = weights;
    window = SlidingWindow.of(layer.window(), in, out);
    groups = layer.groups();
    int cells = in.get(1) / groups * window.cells();
    matrix = layer.weights().reshaped(out.get(1), cells);
    inShape = Shapes.withBatch(1, in);
    outShape = Shapes.withBatch(1, out);
  }

  /** A part of the weights as a matrix, out x cells of a group's window. */
  final Matrix matrix(WeightPart part) {
    return weights.matrix(node, matrix, part);
  }

  /** The same on the heap. */
  final float[] values(WeightPart part) {
    float[] values = new float[matrix.size()];
    weights.weights(node, matrix, part).data().asNioFloat().get(0, values);
    return values;
  }

  /** What a way to compute makes of a part of the weights, kept beside the parts. */
  final FloatPointer derived(
      String role, WeightPart part, int[] shape, UnaryOperator<float[]> making) {
    return (FloatPointer)
        weights
            .derived(node, role, part, shape, () -> making.apply(part.of(matrix)))
            .data()
            .addressPointer();
  }

  /** Channels of the input. */
  final int inChannels() {
    return inShape[1];
  }

  /** Channels of the output. */
  final int outChannels() {
    return outShape[1];
  }

  /** Cells of a window over the input channels of one group. */
  final int matrixColumns() {
    return matrix.dimension(1);
  }

  /** A tensor for the inputs of some images. */
  final NativeTensor takeInput(int samples, TensorPool pool) {
    return pool.take(with(samples, inShape));
  }

  /** A tensor for the outputs of some images. */
  final NativeTensor takeOutput(int samples, TensorPool pool) {
    return pool.take(with(samples, outShape));
  }

  private static int[] with(int samples, int[] shape) {
    int[] result = shape.clone();
    result[0] = samples;
    return result;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor out = takeInput(signal.samples(), pool);
    window.spreadEvenly(signal, out, groups);
    return out;
  }

  @Override
  public int[] inputShape() {
    return inShape.clone();
  }

  @Override
  public int[] outputShape() {
    return outShape.clone();
  }

  @Override
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return window.outArea();
  }
}
