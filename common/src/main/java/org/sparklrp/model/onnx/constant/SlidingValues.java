package org.sparklrp.model.onnx.constant;

import java.util.List;
import java.util.Optional;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Window;

/** What windows that slide over one or two dimensions compute of a constant. */
final class SlidingValues {
  private final Window window;
  private final int[] in;
  private final int[] out;

  private SlidingValues(Window window, List<Integer> in, List<Integer> out) {
    this.window = window;
    this.in = plane(in);
    this.out = plane(out);
  }

  /** The results of a layer, if it is one that slides. */
  static Optional<double[]> of(Layer layer, double[] x, List<Integer> in, List<Integer> out) {
    if (layer instanceof Layer.Convolution convolution) {
      return Optional.of(
          new SlidingValues(convolution.window(), in, out).convolved(convolution, x, in, out));
    } else if (layer instanceof Layer.MaxPool pool) {
      return Optional.of(new SlidingValues(pool.window(), in, out).pooled(x, out, true, false));
    } else if (layer instanceof Layer.AveragePool pool) {
      return Optional.of(
          new SlidingValues(pool.window(), in, out).pooled(x, out, false, pool.countIncludesPad()));
    }
    return Optional.empty();
  }

  /** Height and width; a value with one spatial dimension is one cell high. */
  private static int[] plane(List<Integer> shape) {
    int last = shape.size() - 1;
    return new int[] {shape.size() > 3 ? shape.get(last - 1) : 1, shape.get(last)};
  }

  private static int of(List<Integer> list, int axis, int missing) {
    int place = axis - 2 + list.size();
    return place < 0 ? missing : list.get(place);
  }

  private int kernel(int axis) {
    return of(window.kernel(), axis, 1);
  }

  /** The input's row or column under a cell of the kernel; it may lie in the padding. */
  private int place(int axis, int output, int kernelCell) {
    return output * of(window.stride(), axis, 1)
        - of(window.padBegin(), axis, 0)
        + kernelCell * of(window.dilation(), axis, 1);
  }

  private double[] convolved(
      Layer.Convolution layer, double[] x, List<Integer> shape, List<Integer> result) {
    float[] weights = layer.weights().values();
    int channels = shape.get(1);
    int outputs = result.get(1);
    int own = channels / layer.groups();
    int area = kernel(0) * kernel(1);
    double[] y = new double[Shapes.size(result)];
    for (int i = 0; i < y.length; i++) {
      int image = i / (outputs * out[0] * out[1]);
      int output = i / (out[0] * out[1]) % outputs;
      int first = output / (outputs / layer.groups()) * own;
      double sum = layer.bias().value(output);
      for (int k = 0; k < own * area; k++) {
        int row = place(0, i / out[1] % out[0], k % area / kernel(1));
        int column = place(1, i % out[1], k % kernel(1));
        if (row >= 0 && row < in[0] && column >= 0 && column < in[1]) {
          int plane = image * channels + first + k / area;
          sum += weights[output * own * area + k] * x[(plane * in[0] + row) * in[1] + column];
        }
      }
      y[i] = sum;
    }
    return y;
  }

  private double[] pooled(
      double[] x, List<Integer> result, boolean takesLargest, boolean countsPad) {
    double[] y = new double[Shapes.size(result)];
    for (int i = 0; i < y.length; i++) {
      int plane = i / (out[0] * out[1]);
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int count = 0;
      for (int k = 0; k < kernel(0) * kernel(1); k++) {
        int row = place(0, i / out[1] % out[0], k / kernel(1));
        int column = place(1, i % out[1], k % kernel(1));
        if (row >= 0 && row < in[0] && column >= 0 && column < in[1]) {
          double value = x[(plane * in[0] + row) * in[1] + column];
          largest = Math.max(largest, value);
          sum += value;
          count++;
        } else if (countsPad
            && row < in[0] + of(window.padEnd(), 0, 0)
            && column < in[1] + of(window.padEnd(), 1, 0)) {
          count++;
        }
      }
      y[i] = takesLargest ? largest : sum / count;
    }
    return y;
  }
}
