package org.sparklrp.engine.pass;

import java.util.List;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;

/**
 * Which values of a network can never be negative: there half of the terms of many rules vanish.
 */
public final class SignAnalysis {
  private SignAnalysis() {}

  /** One entry per value of the graph; the input may be anything. */
  public static boolean[] nonNegativeValues(LayerGraph graph) {
    boolean[] nonNegative = new boolean[graph.nodes().size() + 1];
    for (int i = 0; i < graph.nodes().size(); i++) {
      LayerGraph.Node node = graph.nodes().get(i);
      nonNegative[i + 1] = isNonNegative(node.layer(), node.inputs(), nonNegative);
    }
    return nonNegative;
  }

  private static boolean isNonNegative(Layer layer, List<Integer> inputs, boolean[] known) {
    if (layer instanceof Layer.Activation activation) {
      return switch (activation.function()) {
        case RELU, SIGMOID, HARD_SIGMOID, SOFTPLUS, ABSOLUTE, EXPONENTIAL -> true;
        case CLIP -> activation.alpha() >= 0;
        case LEAKY_RELU, TANH, SILU, HARD_SWISH, SOFTSIGN, ERF, GELU, GELU_TANH ->
            known[inputs.get(0)];
        case ELU -> known[inputs.get(0)] && activation.beta() >= 0;
        case POWER -> known[inputs.get(0)] || activation.alpha() == 2;
        case LOGARITHM -> false;
      };
    }
    if (layer instanceof Layer.Multiply && inputs.get(0).equals(inputs.get(1))) {
      return true;
    }
    if (layer instanceof Layer.Softmax) {
      return true;
    }
    boolean allInputs = inputs.stream().allMatch(input -> known[input]);
    if (layer instanceof Layer.Pad pad) {
      return allInputs && pad.value() >= 0;
    }
    boolean computes =
        layer instanceof Layer.Convolution
            || layer instanceof Layer.ConvolutionTranspose
            || layer instanceof Layer.Dense
            || layer instanceof Layer.Normalization
            || layer instanceof Layer.Insert
            || layer instanceof Layer.Affine;
    return allInputs && !computes;
  }
}
