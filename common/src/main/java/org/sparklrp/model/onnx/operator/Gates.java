package org.sparklrp.model.onnx.operator;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.Value;

/**
 * Tells a gate from the signal it weighs. A gate is what comes out of a squashing function, at most
 * scaled, shifted and reshaped after it; where that says nothing, the factor that is broadcast to
 * the other one is the gate. Two factors of which that can be said of neither, or of both, are both
 * signals.
 */
final class Gates {
  private static final Set<Function> SWITCHES =
      EnumSet.of(Function.SIGMOID, Function.HARD_SIGMOID, Function.STEP);
  private static final Set<Function> BOUNDED = EnumSet.of(Function.TANH, Function.CLIP);

  private Gates() {}

  /** Which of two factors is the signal. */
  static Signal signal(GraphBuilder graph, Value.Computed first, Value.Computed second) {
    int difference = strength(graph, second, first) - strength(graph, first, second);
    return difference > 0 ? Signal.FIRST : difference < 0 ? Signal.SECOND : Signal.BOTH;
  }

  /** How much speaks for a factor to be the gate of the other one. */
  private static int strength(GraphBuilder graph, Value.Computed factor, Value.Computed other) {
    Function function = lastFunction(graph, factor.index());
    if (function != null && SWITCHES.contains(function)) {
      return 3;
    }
    if (Shapes.size(factor.shape()) < Shapes.size(other.shape())) {
      return 2;
    }
    return function != null && BOUNDED.contains(function) ? 1 : 0;
  }

  private static @Nullable Function lastFunction(GraphBuilder graph, int value) {
    int current = value;
    while (current > 0) {
      LayerGraph.Node node = graph.node(current);
      if (node.layer() instanceof Layer.Activation activation) {
        return activation.function();
      }
      boolean passes =
          node.layer() instanceof Layer.Affine
              || node.layer() instanceof Layer.Reshape
              || node.layer() instanceof Layer.Transpose
              || node.layer() instanceof Layer.Slice
              || node.layer() instanceof Layer.Gather;
      if (!passes) {
        return null;
      }
      current = node.inputs().get(0);
    }
    return null;
  }
}
