package org.sparklrp.rule;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.NearestName;
import org.sparklrp.config.UserException;
import org.sparklrp.model.LayerGraph;

/** Finds layers of a network by the names its file gives them. */
public final class LayerNames {
  private LayerNames() {}

  /**
   * The layers whose name matches a glob, by index.
   *
   * @param glob a name; {@code *} stands for any characters
   * @param purpose what they are wanted for, for the message: {@code concepts}
   * @throws UserException when there is none
   */
  public static List<Integer> find(String glob, LayerGraph graph, String purpose) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (RuleOverride.matches(glob, graph.nodes().get(i).name())) {
        found.add(i);
      }
    }
    if (found.isEmpty()) {
      throw new UserException(
          "Cannot use the layer %s for %s: the model has no layer of such a name; the nearest is %s, and inspect lists all"
              .formatted(
                  glob,
                  purpose,
                  NearestName.of(
                      glob, graph.nodes().stream().map(LayerGraph.Node::name).sorted().toList())));
    }
    return found;
  }
}
