package org.sparklrp.engine.linear;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.sparklrp.engine.memory.Matrix;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Layer;

/**
 * A convolution with 3 x 3 kernels and stride 1 by Winograd's minimal filtering, F(2 x 2, 3 x 3)
 * (Lavin and Gray 2016, Fast algorithms for convolutional neural networks): 16 multiplications in
 * place of 36, as matrix products over channels, with the rounding errors of the general
 * convolution. The transforms pay off with many channels on large planes only.
 *
 * <p>The transpose is the same with turned kernels. Turning exchanges the first and the last
 * coefficient in both directions, so it needs no weights of its own. Images are worked on one by
 * one, so that none depends on the others.
 */
final class WinogradMap extends MatrixConvolution {
  private static final int KERNEL = 3;
  private static final int FEWEST_CHANNELS = 256;
  private static final int SMALLEST_AREA = 784;

  /** Matrices with this many columns keep the BLAS busy, and the memory between steps small. */
  private static final int PLACES_AT_ONCE = 512;

  private static final int[] TURNED = {3, 1, 2, 0};

  WinogradMap(
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
        && isOfThisKind(window.vertical())
        && isOfThisKind(window.horizontal())
        && Math.min(in.get(1), out.get(1)) >= FEWEST_CHANNELS
        && window.outArea() >= SMALLEST_AREA;
  }

  private static boolean isOfThisKind(SlidingWindow.Extent extent) {
    return extent.kernel() == KERNEL
        && extent.stride() == 1
        && extent.dilation() == 1
        && extent.padBegin() < KERNEL;
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    return convolve(a, part, new float[outChannels()], pool);
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    return convolve(a, WeightPart.ORIGINAL, WorkingPrecision.values(bias()), pool);
  }

  private NativeTensor convolve(NativeTensor a, WeightPart part, float[] bias, TensorPool pool) {
    WinogradTiles.Plane source =
        new WinogradTiles.Plane(
            window.height(),
            window.width(),
            window.vertical().padBegin(),
            window.horizontal().padBegin());
    WinogradTiles.Plane target =
        new WinogradTiles.Plane(window.outHeight(), window.outWidth(), 0, 0);
    NativeTensor out = takeOutput(a.samples(), pool);
    run(a, out, new WinogradTiles(source, target, PLACES_AT_ONCE), part, false, bias, pool);
    return out;
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    WinogradTiles.Plane source =
        new WinogradTiles.Plane(
            window.outHeight(),
            window.outWidth(),
            KERNEL - 1 - window.vertical().padBegin(),
            KERNEL - 1 - window.horizontal().padBegin());
    WinogradTiles.Plane target = new WinogradTiles.Plane(window.height(), window.width(), 0, 0);
    NativeTensor result = takeInput(signal.samples(), pool);
    WinogradTiles tiles = new WinogradTiles(source, target, PLACES_AT_ONCE);
    run(signal, result, tiles, part, true, new float[inChannels()], pool);
    return result;
  }

  private void run(
      NativeTensor from,
      NativeTensor into,
      WinogradTiles tiles,
      WeightPart part,
      boolean turned,
      float[] bias,
      TensorPool pool) {
    FloatPointer matrices = matrices(part);
    int sources = from.dimension(1);
    int targets = into.dimension(1);
    int most = tiles.places(tiles.rowsAtOnce());
    NativeTensor factors = pool.take(WinogradTiles.COEFFICIENTS, sources, most);
    NativeTensor products = pool.take(WinogradTiles.COEFFICIENTS, targets, most);
    for (int image = 0; image < from.samples(); image++) {
      for (int first = 0; first < tiles.rows(); first += tiles.rowsAtOnce()) {
        int rows = Math.min(tiles.rowsAtOnce(), tiles.rows() - first);
        int places = tiles.places(rows);
        for (int channel = 0; channel < sources; channel++) {
          tiles.transform(
              from.moveToRows(),
              image * sources + channel,
              first,
              rows,
              new WinogradTiles.Rows(factors.moveToRows(), channel * places, sources * places));
        }
        for (int i = 0; i < WinogradTiles.COEFFICIENTS; i++) {
          Matrix factor =
              Matrix.dense(factors.pointToRows(), (long) i * sources * places, sources, places);
          Matrix product =
              Matrix.dense(products.pointToRows(), (long) i * targets * places, targets, places);
          if (turned) {
            int coefficient = 4 * TURNED[i / 4] + TURNED[i % 4];
            product.setTransposedProduct(matrix(matrices, coefficient), factor);
          } else {
            product.setProduct(matrix(matrices, i), factor);
          }
        }
        for (int channel = 0; channel < targets; channel++) {
          tiles.restore(
              new WinogradTiles.Rows(products.moveToRows(), channel * places, targets * places),
              bias[channel],
              into.moveToRows(),
              image * targets + channel,
              first,
              rows);
        }
      }
    }
    factors.release();
    products.release();
  }

  /** One coefficient's weights, out x in. */
  private Matrix matrix(FloatPointer matrices, int coefficient) {
    long offset = (long) coefficient * outChannels() * inChannels();
    return Matrix.dense(matrices, offset, outChannels(), inChannels());
  }

  private FloatPointer matrices(WeightPart part) {
    int[] shape = {WinogradTiles.COEFFICIENTS, outChannels(), inChannels()};
    return derived("winograd", part, shape, WinogradTiles::kernels);
  }
}
