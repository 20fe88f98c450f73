package org.sparklrp.model.fold;

import java.util.Optional;
import org.sparklrp.model.GraphEdits;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.LayerGraph;

/**
 * Turns x * sigmoid(x) into one layer, SiLU, and x * hard-sigmoid(x) into hard-swish: the same
 * function and, as the gate hands its relevance to the same x, the same relevance, without three
 * tensors in place of one.
 */
public final class GateFolding {
  private GateFolding() {}

  /** The graph with such products folded. */
  public static LayerGraph fold(LayerGraph graph) {
    LayerGraph folded = graph;
    for (int node = 0; node < folded.nodes().size(); node++) {
      LayerGraph.Node product = folded.nodes().get(node);
      if (!(product.layer() instanceof Layer.Multiply)) {
        continue;
      }
      for (int side = 0; side < 2; side++) {
        int signal = product.inputs().get(side);
        int gate = product.inputs().get(1 - side);
        if (gate > 0
            && folded.nodes().get(gate - 1).inputs().get(0) == signal
            && folded.nodes().get(gate - 1).layer() instanceof Activation activation
            && swish(activation).isPresent()) {
          folded = GraphEdits.with(folded, node, swish(activation).get(), signal);
          break;
        }
      }
    }
    return GraphEdits.withoutDeadNodes(folded);
  }

  private static Optional<Activation> swish(Activation gate) {
    return switch (gate.function()) {
      case SIGMOID -> Optional.of(new Activation(Function.SILU, 0, 0));
      case HARD_SIGMOID ->
          Optional.of(new Activation(Function.HARD_SWISH, gate.alpha(), gate.beta()));
      default -> Optional.empty();
    };
  }
}
