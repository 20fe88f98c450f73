package org.sparklrp.model.onnx.constant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.model.ElementFunctions;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;

/** What layers compute of a constant, by plain loops in double precision. */
final class LayerValues {
  private final LayerGraph graph;
  private final List<double[]> values = new ArrayList<>();

  private LayerValues(LayerGraph graph) {
    this.graph = graph;
  }

  /** Every value of a graph: index 0 is the input, k + 1 the result of node k. */
  static List<double[]> of(LayerGraph graph, double[] input) {
    LayerValues own = new LayerValues(graph);
    own.values.add(input);
    for (LayerGraph.Node node : graph.nodes()) {
      own.values.add(own.value(node));
    }
    return own.values;
  }

  private double[] value(LayerGraph.Node node) {
    Layer layer = node.layer();
    double[] x = values.get(node.inputs().get(0));
    List<Integer> in = graph.shape(node.inputs().get(0));
    List<Integer> out = node.shape();
    if (layer instanceof Layer.Reshape) {
      return x;
    } else if (layer instanceof Layer.Activation function) {
      return Arrays.stream(x).map(value -> ElementFunctions.value(function, value)).toArray();
    } else if (layer instanceof Layer.Affine affine) {
      return affine(affine, x, out);
    } else if (layer instanceof Layer.ParametricRelu relu) {
      return sloped(relu, x, out);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, x);
    } else if (layer instanceof Layer.MatrixProduct) {
      return product(x, values.get(node.inputs().get(1)), in, out);
    } else if (layer instanceof Layer.Add || layer instanceof Layer.Multiply) {
      return combined(node, layer instanceof Layer.Add);
    } else if (layer instanceof Layer.Normalization normalization) {
      return normalized(normalization, x, in);
    } else if (layer instanceof Layer.Softmax softmax) {
      return softmax(softmax.axis(), x, in);
    } else if (layer instanceof Layer.Reduction reduction) {
      return reduced(x, in, out, reduction.mean());
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return reduced(x, in, out, true);
    } else if (layer instanceof Layer.Interpolation interpolation) {
      return interpolated(interpolation, x, in, out);
    } else if (layer instanceof Layer.Concat concat) {
      return joined(node, concat.axis());
    }
    return SlidingValues.of(layer, x, in, out).orElseGet(() -> moved(layer, x, in, out));
  }

  private static double[] affine(Layer.Affine affine, double[] x, List<Integer> shape) {
    float[] scale = affine.scale().values();
    float[] shift = affine.shift().values();
    int[] scales = cells(affine.scale(), shape);
    int[] shifts = cells(affine.shift(), shape);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * scale[scales[i]] + shift[shifts[i]];
    }
    return y;
  }

  private static double[] sloped(Layer.ParametricRelu relu, double[] x, List<Integer> shape) {
    int[] slopes = cells(relu.slope(), shape);
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] < 0 ? x[i] * relu.slope().value(slopes[i]) : x[i];
    }
    return y;
  }

  private static int[] cells(Tensor tensor, List<Integer> shape) {
    return Shapes.broadcastIndices(Arrays.stream(tensor.shape()).boxed().toList(), shape);
  }

  private static double[] dense(Layer.Dense dense, double[] x) {
    int outputs = dense.weights().dimension(0);
    int features = dense.weights().dimension(1);
    float[] weights = dense.weights().values();
    double[] y = new double[x.length / features * outputs];
    for (int i = 0; i < y.length; i++) {
      int row = i / outputs * features;
      int weight = i % outputs * features;
      double sum = dense.bias().value(i % outputs);
      for (int k = 0; k < features; k++) {
        sum += weights[weight + k] * x[row + k];
      }
      y[i] = sum;
    }
    return y;
  }

  private static double[] product(double[] a, double[] b, List<Integer> first, List<Integer> out) {
    int rank = out.size();
    int rows = out.get(rank - 2);
    int columns = out.get(rank - 1);
    int depth = first.get(rank - 1);
    double[] y = new double[Shapes.size(out)];
    for (int i = 0; i < y.length; i++) {
      int matrix = i / (rows * columns);
      int row = i / columns;
      double sum = 0;
      for (int k = 0; k < depth; k++) {
        sum += a[row * depth + k] * b[(matrix * depth + k) * columns + i % columns];
      }
      y[i] = sum;
    }
    return y;
  }

  private double[] combined(LayerGraph.Node node, boolean adds) {
    double[] y = new double[Shapes.size(node.shape())];
    Arrays.fill(y, adds ? 0 : 1);
    for (int input : node.inputs()) {
      int[] cells = Shapes.broadcastIndices(graph.shape(input), node.shape());
      double[] x = values.get(input);
      for (int i = 0; i < y.length; i++) {
        y[i] = adds ? y[i] + x[cells[i]] : y[i] * x[cells[i]];
      }
    }
    return y;
  }

  private static double[] normalized(
      Layer.Normalization normalization, double[] x, List<Integer> shape) {
    int length = Shapes.size(shape.subList(normalization.axis(), shape.size()));
    double[] y = new double[x.length];
    for (int first = 0; first < x.length; first += length) {
      double mean = 0;
      for (int i = first; i < first + length && normalization.centered(); i++) {
        mean += x[i] / length;
      }
      double variance = 0;
      for (int i = first; i < first + length; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / length;
      }
      double root = Math.sqrt(variance + normalization.epsilon());
      for (int i = first; i < first + length; i++) {
        y[i] = (x[i] - mean) / root;
      }
    }
    return y;
  }

  private static double[] softmax(int axis, double[] x, List<Integer> shape) {
    int inner = Shapes.size(shape.subList(axis + 1, shape.size()));
    int length = shape.get(axis);
    double[] y = new double[x.length];
    for (int row = 0; row < x.length / length; row++) {
      int first = row / inner * length * inner + row % inner;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < length; k++) {
        largest = Math.max(largest, x[first + k * inner]);
      }
      double sum = 0;
      for (int k = 0; k < length; k++) {
        y[first + k * inner] = Math.exp(x[first + k * inner] - largest);
        sum += y[first + k * inner];
      }
      for (int k = 0; k < length; k++) {
        y[first + k * inner] /= sum;
      }
    }
    return y;
  }

  private static double[] reduced(double[] x, List<Integer> in, List<Integer> out, boolean mean) {
    double[] y = new double[Shapes.size(out)];
    int[] cells = Shapes.broadcastIndices(out, in);
    for (int i = 0; i < x.length; i++) {
      y[cells[i]] += x[i];
    }
    for (int i = 0; i < y.length && mean; i++) {
      y[i] = y[i] * y.length / x.length;
    }
    return y;
  }

  private static double[] interpolated(
      Layer.Interpolation layer, double[] x, List<Integer> in, List<Integer> out) {
    int inner = Shapes.size(in.subList(layer.axis() + 1, in.size()));
    int before = in.get(layer.axis()) * inner;
    int after = out.get(layer.axis()) * inner;
    double[] y = new double[Shapes.size(out)];
    for (int i = 0; i < y.length; i++) {
      Layer.Interpolation.Cell cell = layer.cells().get(i % after / inner);
      int first = i / after * before + i % inner;
      for (int k = 0; k < cell.shares().size(); k++) {
        y[i] += cell.shares().get(k) * x[first + cell.sources().get(k) * inner];
      }
    }
    return y;
  }

  private double[] joined(LayerGraph.Node node, int axis) {
    int outer = Shapes.size(node.shape().subList(0, axis));
    double[] y = new double[Shapes.size(node.shape())];
    int next = 0;
    for (int row = 0; row < outer; row++) {
      for (int input : node.inputs()) {
        double[] part = values.get(input);
        int length = part.length / outer;
        System.arraycopy(part, row * length, y, next, length);
        next += length;
      }
    }
    return y;
  }

  /** Layers that only move values: each cell of the result is a cell of the input, or a filling. */
  private static double[] moved(Layer layer, double[] x, List<Integer> in, List<Integer> out) {
    int[] strides = Shapes.strides(in);
    if (layer instanceof Layer.Transpose transpose) {
      int[] turned = transpose.permutation().stream().mapToInt(axis -> strides[axis]).toArray();
      return picked(x, Shapes.indices(out, 0, turned));
    } else if (layer instanceof Layer.Slice slice) {
      int offset = 0;
      int[] steps = strides.clone();
      for (int axis = 0; axis < steps.length; axis++) {
        offset += slice.starts().get(axis) * strides[axis];
        steps[axis] *= slice.steps().get(axis);
      }
      return picked(x, Shapes.indices(out, offset, steps));
    } else if (layer instanceof Layer.Gather gather) {
      int inner = strides[gather.axis()];
      int before = in.get(gather.axis()) * inner;
      int after = out.get(gather.axis()) * inner;
      int[] cells = new int[Shapes.size(out)];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = i / after * before + gather.cells().get(i % after / inner) * inner + i % inner;
      }
      return picked(x, cells);
    } else if (layer instanceof Layer.Pad pad) {
      double[] y = new double[Shapes.size(out)];
      Arrays.fill(y, pad.value());
      int offset = 0;
      int[] places = Shapes.strides(out);
      for (int axis = 0; axis < places.length; axis++) {
        offset += pad.before().get(axis) * places[axis];
      }
      int[] cells = Shapes.indices(in, offset, places);
      for (int i = 0; i < x.length; i++) {
        y[cells[i]] = x[i];
      }
      return y;
    }
    throw new UnsupportedNodeException("of constants");
  }

  private static double[] picked(double[] x, int[] cells) {
    return Arrays.stream(cells).mapToDouble(cell -> x[cell]).toArray();
  }
}
