package org.sparklrp.model.fold;

import java.util.List;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;

/** Refuses a model whose weights would make every relevance NaN. */
public final class WeightCheck {
  private WeightCheck() {}

  /** Throws if a weight of the graph is infinite or not a number. */
  public static void check(LayerGraph graph, String origin) {
    for (LayerGraph.Node node : graph.nodes()) {
      for (Tensor tensor : weights(node.layer())) {
        for (float value : tensor.values()) {
          if (!Float.isFinite(value)) {
            throw new UserException(
                "Cannot import "
                    + origin
                    + ": node "
                    + node.name()
                    + " has weights that are not finite numbers ("
                    + value
                    + "); train the model again, or export it again");
          }
        }
      }
    }
  }

  /** The constants of a layer. */
  public static List<Tensor> weights(Layer layer) {
    if (layer instanceof Layer.Convolution conv) {
      return List.of(conv.weights(), conv.bias());
    } else if (layer instanceof Layer.ConvolutionTranspose conv) {
      return List.of(conv.weights(), conv.bias());
    } else if (layer instanceof Layer.Dense dense) {
      return List.of(dense.weights(), dense.bias());
    } else if (layer instanceof Layer.Affine affine) {
      return List.of(affine.scale(), affine.shift());
    } else if (layer instanceof Layer.ParametricRelu relu) {
      return List.of(relu.slope());
    } else if (layer instanceof Layer.Insert insert) {
      return List.of(insert.constant());
    }
    return List.of();
  }
}
