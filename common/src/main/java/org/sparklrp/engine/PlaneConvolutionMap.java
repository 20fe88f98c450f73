package org.sparklrp.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * A grouped, depthwise or dilated convolution, plane by plane on the heap: ND4J has no grouped
 * convolution, and with few channels per group there is little arithmetic per value to win back.
 */
final class PlaneConvolutionMap implements LinearMap {
  private final String node;
  private final Layer.Convolution layer;
  private final WeightStore weights;
  private final SlidingWindow window;
  private final List<Integer> in;
  private final List<Integer> out;

  PlaneConvolutionMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    this.node = node;
    this.layer = layer;
    this.weights = weights;
    this.in = in;
    this.out = out;
    window = SlidingWindow.of(layer.window(), in, out);
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return correlate(a, part, null, pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    return correlate(a, WeightPart.ORIGINAL, layer.bias().values(), pool);
  }

  private NativeTensor correlate(
      NativeTensor a, WeightPart part, float @Nullable [] bias, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(a.samples(), out));
    float[] kernels = kernels(part);
    int perIn = in.get(1) / layer.groups();
    int perOut = out.get(1) / layer.groups();
    float[] planes = new float[perIn * window.inArea()];
    float[] plane = new float[window.outArea()];
    for (int image = 0; image < a.samples(); image++) {
      for (int group = 0; group < layer.groups(); group++) {
        a.values().get((image * in.get(1) + group * perIn) * window.inArea(), planes);
        for (int o = group * perOut; o < (group + 1) * perOut; o++) {
          java.util.Arrays.fill(plane, bias == null ? 0f : bias[o]);
          for (int c = 0; c < perIn; c++) {
            int kernelAt = (o * perIn + c) * window.cells();
            window.correlate(planes, c * window.inArea(), kernels, kernelAt, plane, 0);
          }
          result.values().put((image * out.get(1) + o) * plane.length, plane);
        }
      }
    }
    return result;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(signal.samples(), in));
    float[] kernels = kernels(part);
    int perIn = in.get(1) / layer.groups();
    int perOut = out.get(1) / layer.groups();
    float[] planes = new float[perOut * window.outArea()];
    float[] plane = new float[window.inArea()];
    for (int image = 0; image < signal.samples(); image++) {
      for (int group = 0; group < layer.groups(); group++) {
        int firstOut = group * perOut;
        signal.values().get((image * out.get(1) + firstOut) * window.outArea(), planes);
        for (int c = 0; c < perIn; c++) {
          java.util.Arrays.fill(plane, 0f);
          for (int o = 0; o < perOut; o++) {
            int kernelAt = ((firstOut + o) * perIn + c) * window.cells();
            window.transpose(planes, o * window.outArea(), kernels, kernelAt, plane, 0);
          }
          result.values().put((image * in.get(1) + group * perIn + c) * plane.length, plane);
        }
      }
    }
    return result;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(signal.samples(), in));
    window.spreadEvenly(signal, result, layer.groups());
    return result;
  }

  @Override
  public int[] inputShape() {
    return Shapes.withBatch(1, in);
  }

  @Override
  public int[] outputShape() {
    return Shapes.withBatch(1, out);
  }

  @Override
  public Tensor bias() {
    return layer.bias();
  }

  @Override
  public int biasArea() {
    return window.outArea();
  }

  private float[] kernels(WeightPart part) {
    INDArray array = weights.weights(node, layer.weights(), part);
    float[] kernels = new float[(int) array.length()];
    array.data().asNioFloat().get(0, kernels);
    return kernels;
  }
}
