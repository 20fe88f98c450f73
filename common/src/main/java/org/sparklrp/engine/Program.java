package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * A network made ready for one batch size and one rule per node: the kernels, and the place where
 * each value is used for the last time. Immutable; used by many threads.
 */
final class Program {
  private final LayerGraph graph;
  private final List<Kernel> kernels;
  private final int[] lastUses;
  private final boolean carriesRounding;

  /**
   * Chooses the kernels.
   *
   * @param graph the network for the batch size
   * @param rules one rule per node
   * @param policies what becomes of the relevance that no input has a natural claim to
   * @param bounds the pixel bounds for zbox
   * @param weights the model's weights, shared between programs
   */
  Program(
      LayerGraph graph,
      List<Rule> rules,
      Policies policies,
      PixelBounds bounds,
      WeightStore weights) {
    this.graph = graph;
    carriesRounding = policies.mayGrow();
    Kernels factory = new Kernels(graph, policies, bounds, weights);
    List<Kernel> chosen = new ArrayList<>();
    lastUses = new int[graph.nodes().size() + 1];
    for (int i = 0; i < graph.nodes().size(); i++) {
      LayerGraph.Node node = graph.nodes().get(i);
      chosen.add(factory.kernel(node, rules.get(i)));
      for (int input : node.inputs()) {
        lastUses[input] = i;
      }
    }
    kernels = List.copyOf(chosen);
  }

  LayerGraph graph() {
    return graph;
  }

  Kernel kernel(int node) {
    return kernels.get(node);
  }

  /** Whether relevance may be so much larger than the score that rounding must not be lost. */
  boolean carriesRounding() {
    return carriesRounding;
  }

  /** The last node that reads a value. */
  int lastUse(int value) {
    return lastUses[value];
  }

  /** The shape of the input, batch included. */
  int[] inputShape() {
    return Shapes.of(graph.inputShape());
  }

  int batch() {
    return graph.batch();
  }

  int classes() {
    return graph.classes();
  }
}
