package org.sparklrp.engine;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.sparklrp.model.Layer;

/**
 * A convolution with 1 x 1 kernels, as one matrix product per image: weights (out x in) times
 * positions (in x area), or positions (area x in) times the transposed weights, as the input lies.
 * With a stride, the positions are gathered before and scattered after.
 */
final class PointwiseMap extends MatrixConvolution {
  /** On smaller planes the general convolution is the faster one. */
  private static final int SMALLEST_AREA = 196;

  /** Up to this size of a plane, products with transposed weights are faster if those are kept. */
  private static final int LARGEST_AREA_KEPT = 196;

  PointwiseMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    super(node, layer, in, out, weights);
  }

  /** Whether an ungrouped convolution is of this kind, and large enough to gain. */
  static boolean suits(Layer.Convolution layer, List<Integer> in, List<Integer> out) {
    SlidingWindow window = SlidingWindow.of(layer.window(), in, out);
    return layer.groups() == 1
        && window.cells() == 1
        && (window.outArea() >= SMALLEST_AREA || window.outArea() < window.inArea())
        && isUnpadded(window.vertical())
        && isUnpadded(window.horizontal());
  }

  private static boolean isUnpadded(SlidingWindow.Extent extent) {
    return extent.padBegin() == 0 && extent.padEnd() == 0;
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
    NativeTensor positions = gathered(a, pool);
    out.expectChannelsAsIn(positions);
    boolean last = positions.isChannelsLast();
    float[] bias = WorkingPrecision.values(bias());
    Matrix w = matrix(part);
    int area = window.outArea();
    for (int image = 0; image < a.samples(); image++) {
      Matrix target = image(out, image, outChannels());
      Matrix source = image(positions, image, inChannels());
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
    positions.release();
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    boolean everywhere = window.inArea() == window.outArea();
    int samples = signal.samples();
    NativeTensor result =
        everywhere
            ? takeInput(samples, pool)
            : pool.take(samples, inChannels(), window.outHeight(), window.outWidth());
    result.expectChannelsAsIn(signal);
    boolean last = signal.isChannelsLast();
    boolean kept = !last && keepsTransposed();
    Matrix w = kept ? transposed(part) : matrix(part);
    for (int image = 0; image < samples; image++) {
      Matrix target = image(result, image, inChannels());
      Matrix source = image(signal, image, outChannels());
      if (last) {
        target.setProduct(source, w);
      } else if (kept) {
        target.setProduct(w, source);
      } else {
        target.setTransposedProduct(w, source);
      }
    }
    return everywhere ? result : scattered(result, pool);
  }

  private boolean keepsTransposed() {
    return window.outArea() <= LARGEST_AREA_KEPT;
  }

  /** A part of the weights as a matrix, in x out. */
  private Matrix transposed(WeightPart part) {
    int[] shape = {inChannels(), outChannels()};
    FloatPointer values = derived("transposed", part, shape, this::transposed);
    return Matrix.dense(values, 0, shape[0], shape[1]);
  }

  private float[] transposed(float[] matrix) {
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      transposed[i % inChannels() * outChannels() + i / inChannels()] = matrix[i];
    }
    return transposed;
  }

  /** More than the layer has where they are kept in both orders. */
  @Override
  public long weights() {
    return super.weights() * (keepsTransposed() ? 2 : 1);
  }

  /** The positions' values of one image as they lie: channels x area, or with channels last. */
  private Matrix image(NativeTensor tensor, int image, int channels) {
    int area = window.outArea();
    long at = (long) image * channels * area;
    return tensor.isChannelsLast()
        ? Matrix.dense(tensor.storedPointer(), at, area, channels)
        : Matrix.dense(tensor.pointer(), at, channels, area);
  }

  private NativeTensor gathered(NativeTensor a, TensorPool pool) {
    if (window.inArea() == window.outArea()) {
      return a.retain();
    }
    NativeTensor positions =
        pool.take(a.samples(), inChannels(), window.outHeight(), window.outWidth());
    Planes.gather(a, positions, window);
    return positions;
  }

  private NativeTensor scattered(NativeTensor positions, TensorPool pool) {
    NativeTensor result = takeInput(positions.samples(), pool);
    Planes.scatter(positions, result, window);
    positions.release();
    return result;
  }
}
