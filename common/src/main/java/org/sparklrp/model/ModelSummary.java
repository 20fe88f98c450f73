package org.sparklrp.model;

import java.util.List;

/**
 * What a network consists of and costs, layer by layer.
 *
 * @param layers one line per layer, in order
 */
public record ModelSummary(List<Line> layers) {
  /** Copies the list. */
  public ModelSummary {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param name the node's name
   * @param kind what it is, with its window where it has one: {@code Convolution 3x3/2}
   * @param shape the shape of its output, batch included
   * @param parameters its weights and biases
   * @param flops twice the multiply-adds of convolutions, fully connected and affine layers and
   *     products of matrices, for the whole batch; other layers count as free
   */
  public record Line(String name, String kind, List<Integer> shape, long parameters, long flops) {
    /** Copies the shape. */
    public Line {
      shape = List.copyOf(shape);
    }
  }

  /** The summary of a graph. */
  public static ModelSummary of(LayerGraph graph) {
    return new ModelSummary(
        graph.nodes().stream()
            .map(
                node ->
                    new Line(
                        node.name(),
                        kind(node.layer()),
                        node.shape(),
                        parameters(node.layer()),
                        flops(graph, node)))
            .toList());
  }

  /** The number of weights and biases. */
  public long parameters() {
    return layers.stream().mapToLong(Line::parameters).sum();
  }

  /** The floating-point operations of a forward pass of the whole batch. */
  public long flops() {
    return layers.stream().mapToLong(Line::flops).sum();
  }

  private static String kind(Layer layer) {
    String name = layer.getClass().getSimpleName();
    if (layer instanceof Layer.Convolution conv) {
      String groups = conv.groups() == 1 ? "" : " in " + conv.groups() + " groups";
      return name + " " + window(conv.window()) + groups;
    } else if (layer instanceof Layer.ConvolutionTranspose conv) {
      String groups = conv.groups() == 1 ? "" : " in " + conv.groups() + " groups";
      return name + " " + window(conv.window()) + groups;
    } else if (layer instanceof Layer.MaxPool pool) {
      return name + " " + window(pool.window());
    } else if (layer instanceof Layer.AveragePool pool) {
      return name + " " + window(pool.window());
    } else if (layer instanceof Layer.Activation activation) {
      return ActivationText.of(activation);
    } else if (layer instanceof Layer.Multiply multiply) {
      return switch (multiply.signal()) {
        case FIRST -> "Multiply (signal, gate)";
        case SECOND -> "Multiply (gate, signal)";
        case BOTH -> name;
      };
    } else if (layer instanceof Layer.Reduction reduction) {
      return (reduction.mean() ? "Mean over " : "Sum over ") + reduction.axes();
    }
    return name;
  }

  private static String window(Window window) {
    StringBuilder text = new StringBuilder();
    for (int length : window.kernel()) {
      text.append(text.isEmpty() ? "" : "x").append(length);
    }
    boolean isStrided = window.stride().stream().anyMatch(stride -> stride != 1);
    if (isStrided) {
      boolean isEven = window.stride().stream().distinct().count() == 1;
      text.append('/').append(isEven ? window.stride().get(0) : window.stride());
    }
    return text.toString();
  }

  /** Constants that are inserted into a value, as a class token, are not counted. */
  private static long parameters(Layer layer) {
    return layer instanceof Layer.Insert
        ? 0
        : layer.constants().stream().mapToLong(Tensor::size).sum();
  }

  private static long flops(LayerGraph graph, LayerGraph.Node node) {
    long outputs = Shapes.size(node.shape());
    if (node.layer() instanceof Layer.Convolution conv) {
      return 2 * outputs * (conv.weights().size() / conv.weights().dimension(0));
    } else if (node.layer() instanceof Layer.ConvolutionTranspose conv) {
      List<Integer> in = graph.shape(node.inputs().get(0));
      long inputs = Shapes.size(in) / in.get(1);
      return 2 * inputs * conv.weights().size();
    } else if (node.layer() instanceof Layer.Dense dense) {
      return 2 * outputs * dense.weights().dimension(1);
    }
    if (node.layer() instanceof Layer.MatrixProduct) {
      List<Integer> first = graph.shape(node.inputs().get(0));
      return 2 * outputs * first.get(first.size() - 1);
    }
    return node.layer() instanceof Layer.Affine ? 2 * outputs : 0;
  }
}
