package org.sparklrp.engine;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.sparklrp.model.Layer;

/**
 * A convolution with 1 x 1 kernels, as one matrix product per image: weights (out x in) times
 * positions (in x area). On large planes that is faster than the general convolution, whose memory
 * layout has to be made first. With a stride, the positions are gathered before and scattered
 * after.
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
    Matrix w = matrix(part);
    int area = window.outArea();
    for (int image = 0; image < a.samples(); image++) {
      Matrix target = rows(out, image, w.rows(), area);
      Matrix source = rows(positions, image, w.columns(), area);
      if (biased) {
        pool.elementwise().setRows(out, image * w.rows(), WorkingPrecision.values(bias()), area);
        target.addProduct(w, source);
      } else {
        target.setProduct(w, source);
      }
    }
    positions.release();
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    boolean everywhere = window.inArea() == window.outArea();
    int samples = signal.samples();
    int area = window.outArea();
    NativeTensor result =
        everywhere
            ? takeInput(samples, pool)
            : pool.take(samples, inChannels(), window.outHeight(), window.outWidth());
    boolean kept = keepsTransposed();
    Matrix w = kept ? transposed(part) : matrix(part);
    for (int image = 0; image < samples; image++) {
      Matrix target = rows(result, image, inChannels(), area);
      Matrix source = rows(signal, image, outChannels(), area);
      if (kept) {
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

  private static Matrix rows(NativeTensor tensor, int image, int rows, int area) {
    return Matrix.dense(tensor.pointer(), (long) image * rows * area, rows, area);
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
