package org.sparklrp.engine.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.sparklrp.engine.decomposition.PixelBounds;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Settlement;
import org.sparklrp.engine.linear.WeightStore;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RulePlan;

/**
 * A network made ready for one batch size and one rule per node: the kernels, and the place where
 * each value is used for the last time. Nothing of it changes but a count; used by many threads.
 */
public final class Program {
  /** No node. */
  static final int NONE = -1;

  private final LayerGraph graph;
  private final List<Kernel> kernels;
  private final int[] lastUses;
  private final List<int[]> lastReads;
  private final int[] sources;
  private final int[] rectified;
  private final boolean[] areRectified;
  private final List<Settlement> settlements;
  private final Settlement joins;
  private final LongAdder forwardPasses = new LongAdder();
  private final LongAdder forwardNanoseconds = new LongAdder();

  /**
   * Chooses the kernels.
   *
   * @param graph the network for the batch size
   * @param plan one rule per node
   * @param policies what becomes of the relevance that no input has a natural claim to
   * @param bounds the pixel bounds for zbox
   * @param weights the model's weights, shared between programs
   */
  public Program(
      LayerGraph graph, RulePlan plan, Policies policies, PixelBounds bounds, WeightStore weights) {
    this.graph = graph;
    settlements = Settlement.of(graph, plan, policies);
    joins = Settlement.usual(graph, plan, policies);
    Kernels factory = new Kernels(graph, policies, bounds, weights);
    List<Kernel> chosen = new ArrayList<>();
    lastUses = new int[graph.nodes().size() + 1];
    for (int i = 0; i < graph.nodes().size(); i++) {
      LayerGraph.Node node = graph.nodes().get(i);
      chosen.add(factory.kernel(node, plan.rule(i)));
      for (int input : node.inputs()) {
        lastUses[input] = i;
      }
    }
    kernels = List.copyOf(chosen);
    lastReads = lastReads();
    int[] readings = new int[graph.nodes().size() + 1];
    for (LayerGraph.Node node : graph.nodes()) {
      node.inputs().forEach(input -> readings[input]++);
    }
    sources = sources(readings);
    rectified = rectified(readings);
    areRectified = new boolean[kernels.size()];
    Arrays.stream(rectified)
        .filter(node -> node != NONE)
        .forEach(node -> areRectified[node] = true);
  }

  private List<int[]> lastReads() {
    List<int[]> found = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      int node = i;
      found.add(
          graph.nodes().get(i).inputs().stream()
              .mapToInt(Integer::intValue)
              .distinct()
              .filter(input -> lastUses[input] == node)
              .toArray());
    }
    return found;
  }

  private int[] sources(int[] readings) {
    int[] found = new int[readings.length];
    for (int value = 0; value < found.length; value++) {
      found[value] = value;
    }
    for (int i = 0; i < kernels.size(); i++) {
      int input = graph.nodes().get(i).inputs().get(0);
      if (kernels.get(i).passesSignals() && readings[input] == 1) {
        found[input] = i + 1;
      }
    }
    return found;
  }

  private int[] rectified(int[] readings) {
    int[] found = new int[kernels.size()];
    for (int i = 0; i < found.length; i++) {
      LayerGraph.Node node = graph.nodes().get(i);
      int input = node.inputs().get(0);
      boolean rectifies =
          LayerKind.of(node.layer()) == LayerKind.RELU
              && kernels.get(i).passesSignals()
              && readings[input] == 1;
      found[i] =
          rectifies && input > 0 && kernels.get(input - 1).usesRectified() ? input - 1 : NONE;
    }
    return found;
  }

  /** Counts a batch that ran forward. */
  void countForward(long nanoseconds) {
    forwardPasses.increment();
    forwardNanoseconds.add(nanoseconds);
  }

  /** How many batches ran forward so far. */
  public long forwardPasses() {
    return forwardPasses.sum();
  }

  /** How long that took on all threads together. */
  public long forwardNanoseconds() {
    return forwardNanoseconds.sum();
  }

  public LayerGraph graph() {
    return graph;
  }

  public Kernel kernel(int node) {
    return kernels.get(node);
  }

  /** What closes the ledger where several layers hand relevance to one value. */
  Settlement joins() {
    return joins;
  }

  /** What closes a node's ledger. */
  Settlement settlement(int node) {
    return settlements.get(node);
  }

  /** Whether nobody reads a node's first input after it. */
  boolean isLastToReadFirst(int node) {
    return lastUses[graph.nodes().get(node).inputs().get(0)] == node;
  }

  /** The values that a node is the last to read, each once. */
  int[] lastReads(int node) {
    return lastReads.get(node);
  }

  /** The value whose signals arrive unchanged at another, or that itself. */
  public int source(int value) {
    return sources[value];
  }

  /**
   * The node whose output a node rectifies, if nobody else reads that and its kernel uses what is
   * left; or {@link #NONE}.
   */
  int rectified(int node) {
    return rectified[node];
  }

  /** Whether a node's kernel gets what a rectifier leaves of its output. */
  boolean isRectified(int node) {
    return areRectified[node];
  }

  /** The shape of the input, batch included. */
  public int[] inputShape() {
    return Shapes.of(graph.inputShape());
  }

  int batch() {
    return graph.batch();
  }

  public int classes() {
    return graph.classes();
  }
}
