package org.sparklrp.model.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/**
 * The forward pass of a layer graph, slowly and in double precision: straight loops over output
 * cells, each layer from its definition. What the engine and the importer are compared with.
 */
public final class ReferenceNetwork {
  private ReferenceNetwork() {}

  /** The values of a graph for one input: index 0 is the input, the last the logits, row-major. */
  public static List<double[]> values(LayerGraph graph, double[] input) {
    List<double[]> values = new ArrayList<>();
    values.add(input);
    for (LayerGraph.Node node : graph.nodes()) {
      List<double[]> inputs = node.inputs().stream().map(values::get).toList();
      List<List<Integer>> shapes = node.inputs().stream().map(graph::shape).toList();
      values.add(forward(node.layer(), inputs, shapes, node.shape()));
    }
    return values;
  }

  /** The logits [N, classes], row-major. */
  public static double[] logits(LayerGraph graph, double[] input) {
    List<double[]> values = values(graph, input);
    return values.get(values.size() - 1);
  }

  /**
   * What one layer computes.
   *
   * @param inputs the values it reads, row-major
   * @param shapes their shapes
   * @param output the shape of its result
   */
  public static double[] forward(
      Layer layer, List<double[]> inputs, List<List<Integer>> shapes, List<Integer> output) {
    double[] a = inputs.get(0);
    List<Integer> shape = shapes.get(0);
    if (layer instanceof Layer.Convolution conv) {
      return convolution(conv, a, shape, output);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, a);
    } else if (layer instanceof Layer.Affine affine) {
      double[] scale = broadcast(affine.scale(), output);
      double[] shift = broadcast(affine.shift(), output);
      return map(output, i -> a[i] * scale[i] + shift[i]);
    } else if (layer instanceof Layer.Activation activation) {
      return map(output, i -> apply(activation, a[i]));
    } else if (layer instanceof Layer.MaxPool pool) {
      return pool(pool.window(), a, shape, output, true, false);
    } else if (layer instanceof Layer.AveragePool pool) {
      return pool(pool.window(), a, shape, output, false, pool.countIncludesPad());
    } else if (layer instanceof Layer.GlobalAveragePool) {
      int area = a.length / (shape.get(0) * shape.get(1));
      return map(output, i -> Arrays.stream(a, i * area, (i + 1) * area).sum() / area);
    } else if (layer instanceof Layer.Add) {
      double[] sum = new double[size(output)];
      for (int k = 0; k < inputs.size(); k++) {
        double[] summand = inputs.get(k);
        int[] cells = Shapes.broadcastIndices(shapes.get(k), output);
        Arrays.setAll(sum, i -> sum[i] + summand[cells[i]]);
      }
      return sum;
    } else if (layer instanceof Layer.Concat concat) {
      return concat(concat.axis(), inputs, shapes, output);
    } else if (layer instanceof Layer.Reshape) {
      return a.clone();
    } else if (layer instanceof Layer.Transpose transpose) {
      return map(
          output,
          i -> {
            int[] to = coordinates(i, output);
            int[] from = new int[to.length];
            for (int d = 0; d < to.length; d++) {
              from[transpose.permutation().get(d)] = to[d];
            }
            return a[index(from, shape)];
          });
    } else if (layer instanceof Layer.Multiply) {
      int[] left = Shapes.broadcastIndices(shape, output);
      int[] right = Shapes.broadcastIndices(shapes.get(1), output);
      return map(output, i -> a[left[i]] * inputs.get(1)[right[i]]);
    } else if (layer instanceof Layer.Reduction reduction) {
      double[] sums = new double[size(output)];
      int[] cells = Shapes.broadcastIndices(output, shape);
      double share = reduction.mean() ? (double) sums.length / a.length : 1;
      for (int i = 0; i < a.length; i++) {
        sums[cells[i]] += share * a[i];
      }
      return sums;
    } else if (layer instanceof Layer.MatrixProduct) {
      return matrixProduct(a, inputs.get(1), shape, output);
    } else if (layer instanceof Layer.Softmax softmax) {
      int inner = size(shape.subList(softmax.axis() + 1, shape.size()));
      int length = shape.get(softmax.axis());
      return map(
          output,
          i -> {
            int first = i / (length * inner) * length * inner + i % inner;
            double sum = 0;
            for (int k = 0; k < length; k++) {
              sum += Math.exp(a[first + k * inner] - a[i]);
            }
            return 1 / sum;
          });
    } else if (layer instanceof Layer.Normalization norm) {
      int length = size(shape.subList(norm.axis(), shape.size()));
      return map(
          output,
          i -> {
            int first = i / length * length;
            double mean =
                norm.centered() ? Arrays.stream(a, first, first + length).sum() / length : 0;
            double variance =
                Arrays.stream(a, first, first + length).map(x -> (x - mean) * (x - mean)).sum()
                    / length;
            return (a[i] - mean) / Math.sqrt(variance + norm.epsilon());
          });
    } else if (layer instanceof Layer.Insert insert) {
      double[] cells = broadcast(insert.constant(), insertedShape(insert, shape, output));
      int count = output.get(insert.axis()) - shape.get(insert.axis());
      return map(
          output,
          i -> {
            int[] from = coordinates(i, output);
            int place = from[insert.axis()] - insert.at();
            boolean isInput = place < 0 || place >= count;
            from[insert.axis()] = place < 0 ? place + insert.at() : place - count + insert.at();
            if (!isInput) {
              from[insert.axis()] = place;
              return cells[index(from, insertedShape(insert, shape, output))];
            }
            return a[index(from, shape)];
          });
    } else if (layer instanceof Layer.Pad pad) {
      return map(
          output,
          i -> {
            int[] from = coordinates(i, output);
            Arrays.setAll(from, d -> from[d] - pad.before().get(d));
            return isInside(from, shape) ? a[index(from, shape)] : pad.value();
          });
    } else if (layer instanceof Layer.Slice slice) {
      return map(
          output,
          i -> {
            int[] from = coordinates(i, output);
            Arrays.setAll(from, d -> slice.starts().get(d) + from[d] * slice.steps().get(d));
            return a[index(from, shape)];
          });
    } else if (layer instanceof Layer.Gather gather) {
      return map(
          output,
          i -> {
            int[] from = coordinates(i, output);
            from[gather.axis()] = gather.cells().get(from[gather.axis()]);
            return a[index(from, shape)];
          });
    }
    throw new IllegalArgumentException("No reference for " + layer);
  }

  private static List<Integer> insertedShape(
      Layer.Insert insert, List<Integer> shape, List<Integer> output) {
    int count = output.get(insert.axis()) - shape.get(insert.axis());
    return Shapes.with(output, insert.axis(), count);
  }

  private static double[] matrixProduct(
      double[] a, double[] b, List<Integer> shape, List<Integer> output) {
    int depth = shape.get(shape.size() - 1);
    int width = output.get(output.size() - 1);
    int height = output.get(output.size() - 2);
    return map(
        output,
        i -> {
          int column = i % width;
          int row = i / width;
          int matrix = row / height;
          double sum = 0;
          for (int k = 0; k < depth; k++) {
            sum += a[row * depth + k] * b[(matrix * depth + k) * width + column];
          }
          return sum;
        });
  }

  /** The integral of the normal distribution, by Simpson's rule. */
  private static double erf(double x) {
    int steps = 400;
    double h = x / steps;
    double sum = 1 + Math.exp(-x * x);
    for (int i = 1; i < steps; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-i * h * i * h);
    }
    return 2 / Math.sqrt(Math.PI) * sum * h / 3;
  }

  private static double[] convolution(
      Layer.Convolution conv, double[] a, List<Integer> shape, List<Integer> output) {
    Grid in = Grid.of(shape);
    Grid out = Grid.of(output);
    Grid kernel = Grid.of(Arrays.stream(conv.weights().shape()).boxed().toList());
    int[] stride = pair(conv.window().stride(), 1);
    int[] dilation = pair(conv.window().dilation(), 1);
    int[] pad = pair(conv.window().padBegin(), 0);
    int perGroup = out.channels / conv.groups();
    double[] z = new double[out.size()];
    for (int i = 0; i < z.length; i++) {
      int n = i / (out.channels * out.height * out.width);
      int o = i / (out.height * out.width) % out.channels;
      int top = i / out.width % out.height * stride[0] - pad[0];
      int left = i % out.width * stride[1] - pad[1];
      z[i] = conv.bias().values()[o];
      for (int c = 0; c < kernel.channels; c++) {
        for (int ky = 0; ky < kernel.height; ky++) {
          for (int kx = 0; kx < kernel.width; kx++) {
            int y = top + ky * dilation[0];
            int x = left + kx * dilation[1];
            if (y >= 0 && y < in.height && x >= 0 && x < in.width) {
              double weight = conv.weights().values()[kernel.index(o, c, ky, kx)];
              z[i] += weight * a[in.index(n, o / perGroup * kernel.channels + c, y, x)];
            }
          }
        }
      }
    }
    return z;
  }

  /** A shape [N, C, (H,) W]; a value with one spatial dimension is one pixel high. */
  private record Grid(int images, int channels, int height, int width) {
    static Grid of(List<Integer> shape) {
      int last = shape.size() - 1;
      return new Grid(shape.get(0), shape.get(1), last == 3 ? shape.get(2) : 1, shape.get(last));
    }

    int size() {
      return images * channels * height * width;
    }

    int index(int n, int c, int y, int x) {
      return ((n * channels + c) * height + y) * width + x;
    }
  }

  private static int[] pair(List<Integer> list, int defaultValue) {
    return list.size() == 2
        ? new int[] {list.get(0), list.get(1)}
        : new int[] {defaultValue, list.get(0)};
  }

  private static double[] dense(Layer.Dense dense, double[] a) {
    int outputs = dense.weights().dimension(0);
    int features = dense.weights().dimension(1);
    double[] z = new double[a.length / features * outputs];
    for (int i = 0; i < z.length; i++) {
      int row = i / outputs;
      int o = i % outputs;
      z[i] = dense.bias().values()[o];
      for (int f = 0; f < features; f++) {
        z[i] += (double) dense.weights().values()[o * features + f] * a[row * features + f];
      }
    }
    return z;
  }

  private static double[] pool(
      Window window,
      double[] a,
      List<Integer> shape,
      List<Integer> output,
      boolean takesLargest,
      boolean countsPad) {
    return map(
        output,
        i -> {
          int[] at = coordinates(i, output);
          double largest = Double.NEGATIVE_INFINITY;
          double sum = 0;
          int count = 0;
          for (int k = 0; k < size(window.kernel()); k++) {
            int[] from = from(window, at, coordinates(k, window.kernel()));
            if (isInside(from, shape)) {
              largest = Math.max(largest, a[index(from, shape)]);
              sum += a[index(from, shape)];
              count++;
            } else if (countsPad && isInPadding(from, shape, window)) {
              count++;
            }
          }
          return takesLargest ? largest : sum / count;
        });
  }

  /** The input cell under one kernel cell; it may lie in the padding. */
  private static int[] from(Window window, int[] output, int[] kernelCell) {
    int[] from = output.clone();
    for (int d = 0; d < kernelCell.length; d++) {
      from[d + 2] =
          output[d + 2] * window.stride().get(d)
              - window.padBegin().get(d)
              + kernelCell[d] * window.dilation().get(d);
    }
    return from;
  }

  private static boolean isInPadding(int[] cell, List<Integer> shape, Window window) {
    for (int d = 0; d < window.rank(); d++) {
      if (cell[d + 2] < -window.padBegin().get(d)
          || cell[d + 2] >= shape.get(d + 2) + window.padEnd().get(d)) {
        return false;
      }
    }
    return true;
  }

  private static double[] concat(
      int axis, List<double[]> inputs, List<List<Integer>> shapes, List<Integer> output) {
    return map(
        output,
        i -> {
          int[] at = coordinates(i, output);
          int part = 0;
          while (at[axis] >= shapes.get(part).get(axis)) {
            at[axis] -= shapes.get(part++).get(axis);
          }
          return inputs.get(part)[index(at, shapes.get(part))];
        });
  }

  private static double apply(Layer.Activation activation, double x) {
    return switch (activation.function()) {
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x < 0 ? x * activation.alpha() : x;
      case CLIP -> Math.min(Math.max(x, activation.alpha()), activation.beta());
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case POWER -> Math.pow(x, activation.alpha());
      case ERF -> erf(x);
      case GELU -> x / 2 * (1 + erf(x / Math.sqrt(2)));
      case GELU_TANH ->
          x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
      default -> throw new IllegalArgumentException("No reference for " + activation);
    };
  }

  private static double[] broadcast(Tensor tensor, List<Integer> output) {
    int[] cells = Shapes.broadcastIndices(Arrays.stream(tensor.shape()).boxed().toList(), output);
    return map(output, i -> tensor.values()[cells[i]]);
  }

  private static double[] map(List<Integer> shape, IntToDoubleFunction function) {
    double[] result = new double[size(shape)];
    Arrays.setAll(result, function);
    return result;
  }

  private static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  private static int[] coordinates(int index, List<Integer> shape) {
    int[] coordinates = new int[shape.size()];
    for (int d = coordinates.length - 1; d >= 0; d--) {
      coordinates[d] = index % shape.get(d);
      index /= shape.get(d);
    }
    return coordinates;
  }

  private static int index(int[] coordinates, List<Integer> shape) {
    int index = 0;
    for (int d = 0; d < coordinates.length; d++) {
      index = index * shape.get(d) + coordinates[d];
    }
    return index;
  }

  private static boolean isInside(int[] coordinates, List<Integer> shape) {
    for (int d = 0; d < coordinates.length; d++) {
      if (coordinates[d] < 0 || coordinates[d] >= shape.get(d)) {
        return false;
      }
    }
    return true;
  }
}
