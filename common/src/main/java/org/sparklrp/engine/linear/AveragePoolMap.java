package org.sparklrp.engine.linear;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Tensor;

/**
 * Average pooling as a linear map without trainable weights: every window cell weighs 1 / divisor.
 */
public final class AveragePoolMap implements LinearMap {
  private final SlidingWindow window;
  private final List<Integer> in;
  private final List<Integer> out;
  private final float[] divisors;
  private final float[] ones;
  private final boolean global;

  public AveragePoolMap(Layer.AveragePool layer, List<Integer> in, List<Integer> out) {
    this.in = in;
    this.out = out;
    window = SlidingWindow.of(layer.window(), in, out);
    divisors = layer.countIncludesPad() ? paddedCells(window) : window.validCells();
    global = window.outArea() == 1 && window.validCells()[0] == window.inArea();
    ones = new float[window.cells()];
    Arrays.fill(ones, 1f);
  }

  @Override
  public NativeTensor apply(NativeTensor a, WeightPart part, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(a.samples(), out));
    if (a.isChannelsLast()) {
      averageChannelsLast(a, result);
      return result;
    }
    float[] source = new float[window.inArea()];
    float[] target = new float[window.outArea()];
    for (int plane = 0; plane < a.samples() * in.get(1); plane++) {
      a.moveToRows().get(plane * source.length, source);
      if (global) {
        double sum = 0;
        for (float value : source) {
          sum += value;
        }
        target[0] = (float) sum;
      } else {
        Arrays.fill(target, 0f);
        window.correlate(source, 0, ones, 0, target, 0);
      }
      divide(target);
      result.moveToRows().put(plane * target.length, target);
    }
    return result;
  }

  @Override
  public NativeTensor applyWithBias(NativeTensor a, TensorPool pool) {
    return apply(a, WeightPart.ORIGINAL, pool);
  }

  @Override
  public NativeTensor transpose(NativeTensor signal, WeightPart part, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(signal.samples(), in));
    if (signal.isChannelsLast() || window.outArea() == 1) {
      transposeChannelsLast(signal, result); // one position lies alike in either order
      return result;
    }
    float[] source = new float[window.outArea()];
    float[] target = new float[window.inArea()];
    for (int plane = 0; plane < signal.samples() * in.get(1); plane++) {
      signal.moveToRows().get(plane * source.length, source);
      divide(source);
      Arrays.fill(target, 0f);
      window.transpose(source, 0, ones, 0, target, 0);
      result.moveToRows().put(plane * target.length, target);
    }
    return result;
  }

  private void averageChannelsLast(NativeTensor a, NativeTensor result) {
    result.expectChannelsLast();
    float[] source = new float[a.sampleSize()];
    float[] target = new float[result.sampleSize()];
    for (int image = 0; image < a.samples(); image++) {
      a.form().get(image * source.length, source);
      if (global) {
        addPositions(source, target);
      } else {
        Arrays.fill(target, 0f);
        forEachCell(
            (output, input) -> {
              for (int channel = 0; channel < in.get(1); channel++) {
                target[output + channel] += source[input + channel];
              }
            });
      }
      divideChannelsLast(target);
      result.form().put(image * target.length, target);
    }
  }

  private static void addPositions(float[] source, float[] target) {
    double[] sums = new double[target.length];
    for (int at = 0; at < source.length; at += sums.length) {
      for (int channel = 0; channel < sums.length; channel++) {
        sums[channel] += source[at + channel];
      }
    }
    for (int channel = 0; channel < sums.length; channel++) {
      target[channel] = (float) sums[channel];
    }
  }

  private void transposeChannelsLast(NativeTensor signal, NativeTensor result) {
    result.expectChannelsLast();
    float[] source = new float[signal.sampleSize()];
    float[] target = new float[result.sampleSize()];
    for (int image = 0; image < signal.samples(); image++) {
      signal.form().get(image * source.length, source);
      divideChannelsLast(source);
      Arrays.fill(target, 0f);
      forEachCell(
          (output, input) -> {
            for (int channel = 0; channel < in.get(1); channel++) {
              target[input + channel] += source[output + channel];
            }
          });
      result.form().put(image * target.length, target);
    }
  }

  /** What is done with an output and an input that it sees: where their channels begin. */
  private interface Cell {
    void visit(int output, int input);
  }

  private void forEachCell(Cell cell) {
    SlidingWindow.Extent v = window.vertical();
    SlidingWindow.Extent h = window.horizontal();
    int channels = in.get(1);
    for (int ky = 0; ky < v.kernel(); ky++) {
      int endY = v.endValid(ky, window.height(), window.outHeight());
      for (int y = v.firstValid(ky); y < endY; y++) {
        for (int kx = 0; kx < h.kernel(); kx++) {
          int endX = h.endValid(kx, window.width(), window.outWidth());
          for (int x = h.firstValid(kx); x < endX; x++) {
            int input = v.input(y, ky) * window.width() + h.input(x, kx);
            cell.visit((y * window.outWidth() + x) * channels, input * channels);
          }
        }
      }
    }
  }

  private void divideChannelsLast(float[] image) {
    for (int i = 0; i < image.length; i++) {
      float divisor = divisors[i / in.get(1)];
      image[i] = divisor == 0 ? 0 : image[i] / divisor;
    }
  }

  @Override
  public NativeTensor spreadEvenly(NativeTensor signal, TensorPool pool) {
    NativeTensor result = pool.take(Shapes.withBatch(signal.samples(), in));
    window.spreadEvenly(signal, result, in.get(1));
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
    return Tensor.zeros(out.get(1));
  }

  @Override
  public int biasArea() {
    return window.outArea();
  }

  private void divide(float[] plane) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] = divisors[i] == 0 ? 0 : plane[i] / divisors[i];
    }
  }

  /** The cells of each window inside the input and its declared padding. */
  private static float[] paddedCells(SlidingWindow window) {
    float[] counts = new float[window.outArea()];
    for (int y = 0; y < window.outHeight(); y++) {
      for (int x = 0; x < window.outWidth(); x++) {
        counts[y * window.outWidth() + x] =
            padded(window.vertical(), y, window.height())
                * padded(window.horizontal(), x, window.width());
      }
    }
    return counts;
  }

  private static int padded(SlidingWindow.Extent extent, int output, int length) {
    int cells = 0;
    for (int k = 0; k < extent.kernel(); k++) {
      int position = extent.input(output, k);
      if (position < length + extent.padEnd()) {
        cells++;
      }
    }
    return cells;
  }
}
