package org.sparklrp.model.fold;

import org.sparklrp.fault.UserException;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;

/** Refuses a model whose weights would make every relevance NaN. */
public final class WeightCheck {
  private WeightCheck() {}

  /** Throws if a weight of the graph is infinite or not a number. */
  public static void check(LayerGraph graph, String origin) {
    for (LayerGraph.Node node : graph.nodes()) {
      for (Tensor tensor : node.layer().constants()) {
        for (int i = 0; i < tensor.size(); i++) {
          if (!Float.isFinite(tensor.value(i))) {
            throw new UserException(
                "Cannot import "
                    + origin
                    + ": node "
                    + node.name()
                    + " has weights that are not finite numbers ("
                    + tensor.value(i)
                    + "); train the model again, or export it again");
          }
        }
      }
    }
  }
}
