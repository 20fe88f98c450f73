package org.sparklrp.engine.pass;

import java.util.List;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.LayerKind;

/**
 * Which summands of a sum belong to the main branch: those that passed through the most layers with
 * weights since the network's input. In a residual block the skip connection passed through fewer.
 */
final class MainBranch {
  private MainBranch() {}

  /** One entry per summand of the node. */
  static boolean[] of(LayerGraph graph, LayerGraph.Node sum) {
    int[] depths = depths(graph);
    List<Integer> summands = sum.inputs();
    int deepest = summands.stream().mapToInt(value -> depths[value]).max().orElse(0);
    boolean[] main = new boolean[summands.size()];
    for (int i = 0; i < main.length; i++) {
      main[i] = depths[summands.get(i)] == deepest;
    }
    return main;
  }

  /** Per value of the graph, the largest number of layers with weights on a way to it. */
  private static int[] depths(LayerGraph graph) {
    int[] depths = new int[graph.nodes().size() + 1];
    for (int i = 0; i < graph.nodes().size(); i++) {
      LayerGraph.Node node = graph.nodes().get(i);
      int before = node.inputs().stream().mapToInt(value -> depths[value]).max().orElse(0);
      depths[i + 1] = before + (LayerKind.of(node.layer()).isLinear() ? 1 : 0);
    }
    return depths;
  }
}
