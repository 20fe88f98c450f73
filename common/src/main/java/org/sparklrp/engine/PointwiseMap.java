package org.sparklrp.engine;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * A convolution with 1 x 1 kernels, as one matrix product per image: weights (out x in) times
 * positions (in x area). On large planes that is faster than the general convolution, whose memory
 * layout has to be made first. With a stride, the positions are gathered before and scattered
 * after.
 */
final class PointwiseMap implements LinearMap {
  /** On smaller planes the general convolution is the faster one. */
  private static final int SMALLEST_AREA = 196;

  private final String node;
  private final Layer.Convolution layer;
  private final WeightStore weights;
  private final SlidingWindow window;
  private final Tensor matrix;
  private final int[] inShape;
  private final int[] outShape;

  PointwiseMap(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    this.node = node;
    this.layer = layer;
    this.weights = weights;
    window = SlidingWindow.of(layer.window(), in, out);
    matrix = new Tensor(new int[] {out.get(1), in.get(1)}, layer.weights().values());
    inShape = Shapes.withBatch(1, in);
    outShape = Shapes.withBatch(1, out);
  }

  /** Whether an ungrouped convolution is of this kind, and large enough to gain. */
  static boolean suits(Layer.Convolution layer, List<Integer> in, List<Integer> out) {
    SlidingWindow window = SlidingWindow.of(layer.window(), in, out);
    return window.cells() == 1
        && window.outArea() >= SMALLEST_AREA
        && isUnpadded(window.vertical())
        && isUnpadded(window.horizontal());
  }

  private static boolean isUnpadded(SlidingWindow.Extent extent) {
    return extent.padBegin() == 0 && extent.padEnd() == 0;
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    NativeTensor out = pool.take(with(a.samples(), outShape));
    multiply(a, part, out, false, pool);
    return out;
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    if (layer.bias().isZero()) {
      return apply(a, WeightPart.ORIGINAL, pool);
    }
    NativeTensor out = pool.take(with(a.samples(), outShape));
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
        pool.elementwise().setRows(out, image * w.rows(), layer.bias().values(), area);
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
    Matrix w = matrix(part);
    NativeTensor result =
        everywhere
            ? pool.take(with(samples, inShape))
            : pool.take(samples, w.columns(), window.outHeight(), window.outWidth());
    for (int image = 0; image < samples; image++) {
      rows(result, image, w.columns(), area)
          .setTransposedProduct(w, rows(signal, image, w.rows(), area));
    }
    return everywhere ? result : scattered(result, pool);
  }

  private static int[] with(int samples, int[] shape) {
    int[] result = shape.clone();
    result[0] = samples;
    return result;
  }

  private static Matrix rows(NativeTensor tensor, int image, int rows, int area) {
    return Matrix.dense(tensor.pointer(), (long) image * rows * area, rows, area);
  }

  private Matrix matrix(WeightPart part) {
    FloatPointer pointer =
        (FloatPointer) weights.weights(node, matrix, part).data().addressPointer();
    return Matrix.dense(pointer, 0, matrix.dimension(0), matrix.dimension(1));
  }

  private NativeTensor gathered(NativeTensor a, TensorPool pool) {
    if (window.inArea() == window.outArea()) {
      return a.retain();
    }
    NativeTensor positions =
        pool.take(a.samples(), inShape[1], window.outHeight(), window.outWidth());
    Planes.gather(a, positions, window);
    return positions;
  }

  private NativeTensor scattered(NativeTensor positions, TensorPool pool) {
    NativeTensor result = pool.take(with(positions.samples(), inShape));
    Planes.scatter(positions, result, window);
    positions.release();
    return result;
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor out = pool.take(with(signal.samples(), inShape));
    window.spreadEvenly(signal, out, 1);
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
  public long weights() {
    return layer.weights().size();
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
