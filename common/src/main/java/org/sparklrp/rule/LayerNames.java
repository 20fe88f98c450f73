package org.sparklrp.rule;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
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

  /**
   * The layer whose planes Grad-CAM adds up: the last one of this name, or of all in which channels
   * still have positions, pools and shape changes aside.
   *
   * @param glob a name; {@code *} stands for any characters; empty for the last layer of planes
   * @throws UserException when there is none, or its output has no positions
   */
  public static int ofPlanes(String glob, LayerGraph graph) {
    if (glob.isEmpty()) {
      for (int node = graph.nodes().size() - 1; node >= 0; node--) {
        if (positions(graph, node) > 1 && holdsFeatures(graph.nodes().get(node).layer())) {
          return node;
        }
      }
      throw new UserException(
          "Cannot explain by grad-cam: the model has no layer whose channels have more than one position; use another method");
    }
    List<Integer> found = find(glob, graph, "grad-cam");
    int node = found.get(found.size() - 1);
    if (positions(graph, node) < 2) {
      throw new UserException(
          "Cannot explain by grad-cam: the output of %s has one position per channel (%s); set method.layer to a layer of planes"
              .formatted(glob, graph.nodes().get(node).shape()));
    }
    return node;
  }

  private static int positions(LayerGraph graph, int node) {
    List<Integer> shape = graph.nodes().get(node).shape();
    int area = 1;
    for (int dimension : shape.subList(Math.min(2, shape.size()), shape.size())) {
      area *= dimension;
    }
    return area;
  }

  private static boolean holdsFeatures(Layer layer) {
    return layer instanceof Layer.Convolution
        || layer instanceof Layer.Affine
        || layer instanceof Layer.Activation
        || layer instanceof Layer.Add
        || layer instanceof Layer.Concat;
  }
}
