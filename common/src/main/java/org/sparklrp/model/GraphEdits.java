package org.sparklrp.model;

import java.util.ArrayList;
import java.util.List;

/** Changes to an immutable graph, each a new graph. */
public final class GraphEdits {
  private GraphEdits() {}

  /** How many nodes read a value; the last value counts one reader more, the caller. */
  public static int readers(LayerGraph graph, int value) {
    int readers = value == graph.nodes().size() ? 1 : 0;
    for (LayerGraph.Node node : graph.nodes()) {
      for (int input : node.inputs()) {
        readers += input == value ? 1 : 0;
      }
    }
    return readers;
  }

  /** The graph with another layer in one node's place. */
  public static LayerGraph with(LayerGraph graph, int node, Layer layer) {
    List<LayerGraph.Node> nodes = new ArrayList<>(graph.nodes());
    LayerGraph.Node old = nodes.get(node);
    nodes.set(node, new LayerGraph.Node(old.name(), layer, old.inputs(), old.shape()));
    return new LayerGraph(graph.inputName(), graph.inputShape(), nodes);
  }

  /** The graph with another layer, of one input, in one node's place. */
  public static LayerGraph with(LayerGraph graph, int node, Layer layer, int input) {
    List<LayerGraph.Node> nodes = new ArrayList<>(graph.nodes());
    LayerGraph.Node old = nodes.get(node);
    nodes.set(node, new LayerGraph.Node(old.name(), layer, List.of(input), old.shape()));
    return new LayerGraph(graph.inputName(), graph.inputShape(), nodes);
  }

  /** The graph without one node; its readers read its first input instead. */
  public static LayerGraph without(LayerGraph graph, int node) {
    int[] places = new int[graph.nodes().size() + 1];
    for (int value = 0; value < places.length; value++) {
      places[value] = value <= node ? value : value - 1;
    }
    places[node + 1] = graph.nodes().get(node).inputs().get(0);
    List<LayerGraph.Node> nodes = new ArrayList<>(graph.nodes());
    nodes.remove(node);
    return renumbered(graph, nodes, places);
  }

  /** The graph without the nodes that do not lead to the last one. */
  public static LayerGraph withoutDeadNodes(LayerGraph graph) {
    List<LayerGraph.Node> all = graph.nodes();
    boolean[] alive = new boolean[all.size() + 1];
    alive[all.size()] = true;
    for (int value = all.size(); value > 0; value--) {
      if (alive[value]) {
        all.get(value - 1).inputs().forEach(input -> alive[input] = true);
      }
    }
    int[] places = new int[alive.length];
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (int value = 1; value < alive.length; value++) {
      if (alive[value]) {
        nodes.add(all.get(value - 1));
        places[value] = nodes.size();
      }
    }
    return renumbered(graph, nodes, places);
  }

  private static LayerGraph renumbered(
      LayerGraph graph, List<LayerGraph.Node> nodes, int[] places) {
    return new LayerGraph(
        graph.inputName(),
        graph.inputShape(),
        nodes.stream()
            .map(
                node ->
                    new LayerGraph.Node(
                        node.name(),
                        node.layer(),
                        node.inputs().stream().map(input -> places[input]).toList(),
                        node.shape()))
            .toList());
  }
}
