package org.sparklrp.engine.linear;

import java.util.List;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Layer;

/**
 * A convolution with 1 x 1 kernels, as one matrix product per image: weights (out x in) times
 * positions (in x area), or positions (area x in) times the transposed weights, as the input lies.
 */
final class PointwiseMap extends MatrixConvolution {
  /** On smaller planes the general convolution is as fast. */
  private static final int SMALLEST_AREA = 256;

  PointwiseMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    super(node, layer, in, out, weights);
  }

  /** Whether a convolution is of this kind, and large enough to gain. */
  static boolean suits(Layer.Convolution layer, List<Integer> in, List<Integer> out) {
    SlidingWindow window = SlidingWindow.of(layer.window(), in, out);
    return layer.groups() == 1
        && window.cells() == 1
        && window.outArea() >= SMALLEST_AREA
        && isEverywhere(window.vertical())
        && isEverywhere(window.horizontal());
  }

  private static boolean isEverywhere(SlidingWindow.Extent extent) {
    return extent.stride() == 1 && extent.padBegin() == 0 && extent.padEnd() == 0;
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    NativeTensor out = takeOutput(a.samples(), pool);
    multiply(a, part, out, false, pool);
    return out;
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    if (bias().isZero()) {
      return apply(a, WeightPart.ORIGINAL, pool);
    }
    NativeTensor out = takeOutput(a.samples(), pool);
    multiply(a, WeightPart.ORIGINAL, out, true, pool);
    return out;
  }

  private void multiply(
      NativeTensor a, WeightPart part, NativeTensor out, boolean biased, TensorPool pool) {
    out.expectChannelsAsIn(a);
    boolean last = a.isChannelsLast();
    float[] bias = WorkingPrecision.values(bias());
    Matrix w = matrix(part);
    int area = window.outArea();
    for (int image = 0; image < a.samples(); image++) {
      Matrix target = image(out, image, outChannels());
      Matrix source = image(a, image, inChannels());
      if (last) {
        target.setProductTransposed(source, w);
      } else if (biased) {
        pool.elementwise().setRows(out, image * w.rows(), bias, area);
        target.addProduct(w, source);
      } else {
        target.setProduct(w, source);
      }
    }
    if (biased && last) {
      pool.elementwise().addChannels(out, new ChannelValues(bias, area));
    }
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    NativeTensor result = takeInput(signal.samples(), pool);
    result.expectChannelsAsIn(signal);
    Matrix w = matrix(part);
    for (int image = 0; image < signal.samples(); image++) {
      Matrix target = image(result, image, inChannels());
      Matrix source = image(signal, image, outChannels());
      if (signal.isChannelsLast()) {
        target.setProduct(source, w);
      } else {
        target.setTransposedProduct(w, source);
      }
    }
    return result;
  }

  /** The positions' values of one image as they lie: channels x area, or with channels last. */
  private Matrix image(NativeTensor tensor, int image, int channels) {
    int area = window.outArea();
    long at = (long) image * channels * area;
    return tensor.isChannelsLast()
        ? Matrix.dense(tensor.pointToFormed(), at, area, channels)
        : Matrix.dense(tensor.pointToRows(), at, channels, area);
  }
}
