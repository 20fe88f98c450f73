package org.sparklrp.engine.pass;

import java.util.List;
import java.util.Set;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;

/**
 * Which values of a network can never be negative: there half of the terms of many rules vanish.
 */
public final class SignAnalysis {
  /**
   * Layers whose outputs are not negative where no input is: they move, choose, add or multiply
   * values, or average them. Any other layer may turn signs.
   */
  private static final Set<Class<? extends Layer>> KEEPING_SIGN =
      Set.of(
          Layer.ParametricRelu.class,
          Layer.MaxPool.class,
          Layer.AveragePool.class,
          Layer.GlobalAveragePool.class,
          Layer.Reduction.class,
          Layer.Add.class,
          Layer.Multiply.class,
          Layer.MatrixProduct.class,
          Layer.Concat.class,
          Layer.Reshape.class,
          Layer.Transpose.class,
          Layer.Slice.class,
          Layer.Gather.class);

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
        case RELU, SIGMOID, HARD_SIGMOID, SOFTPLUS, ABSOLUTE, EXPONENTIAL, STEP -> true;
        case CLIP -> activation.alpha() >= 0;
        case LEAKY_RELU, TANH, SILU, HARD_SWISH, SOFTSIGN, MISH, ERF, GELU, GELU_TANH, ROUND ->
            known[inputs.get(0)];
        case ELU -> known[inputs.get(0)] && activation.beta() >= 0;
        case POWER -> known[inputs.get(0)] || activation.alpha() == 2;
        case LOGARITHM, SINE, COSINE -> false;
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
    if (layer instanceof Layer.Interpolation interpolation) {
      return allInputs
          && interpolation.cells().stream()
              .allMatch(cell -> cell.shares().stream().allMatch(share -> share >= 0));
    }
    return allInputs && KEEPING_SIGN.contains(layer.getClass());
  }
}
