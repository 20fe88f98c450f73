package org.sparklrp.model;

import org.sparklrp.config.UserException;

/** Refuses a model whose weights would make every relevance NaN. */
final class WeightCheck {
  private WeightCheck() {}

  /** Throws if a weight of the graph is infinite or not a number. */
  static void check(LayerGraph graph, String origin) {
    for (LayerGraph.Node node : graph.nodes()) {
      for (Tensor tensor : node.layer().constants()) {
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
}
