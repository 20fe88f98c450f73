package org.sparklrp.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.Composite;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RulePlan;

/** What is left to do after a layer has handed relevance on, so that the ledger closes. */
public enum Settlement {
  /** Nothing: the rule keeps relevance, and rounding stays small. */
  NONE,
  /**
   * What rounding took in all layers passed so far is returned to images whose relevance has grown,
   * and at the end to all images.
   */
  GROWN,
  /** What rounding took is returned: relevance may explode at single neurons. */
  ROUNDING,
  /** A derivative weighed relevance: what it took or added is booked. */
  DERIVATIVE;

  /**
   * As many signed layers as a classifier's head has do not let relevance grow far beyond the
   * score.
   */
  private static final int HEAD = 3;

  /** One entry per node of the graph. */
  public static List<Settlement> of(LayerGraph graph, RulePlan plan, Policies policies) {
    boolean decomposes = plan.composite().start() == Composite.Start.LOGIT;
    Settlement usual = usual(graph, plan, policies);
    List<Settlement> settlements = new ArrayList<>();
    for (int node = 0; node < graph.nodes().size(); node++) {
      Settlement own = of(graph.nodes().get(node).layer(), plan.rule(node), usual);
      boolean isDone = own == GROWN && isSummand(graph, node);
      settlements.add(decomposes && !isDone ? own : NONE);
    }
    return settlements;
  }

  private static Settlement of(Layer layer, Rule rule, Settlement usual) {
    LayerKind kind = LayerKind.of(layer);
    boolean moves = kind == LayerKind.ROUTING || kind == LayerKind.MAX_POOL;
    if (isDerivative(rule) && !moves) {
      return DERIVATIVE;
    }
    boolean passes = kind == LayerKind.RELU || kind == LayerKind.OTHER_ACTIVATION;
    boolean reorders =
        layer instanceof Layer.Reshape
            || layer instanceof Layer.Transpose
            || layer instanceof Layer.Concat
            || layer instanceof Layer.Slice;
    return passes || reorders ? NONE : usual;
  }

  /**
   * Whether a node's relevance is its share of sums alone. Shares by sizes are no larger than what
   * arrived at the sum, where the ledger was closed last.
   */
  private static boolean isSummand(LayerGraph graph, int node) {
    List<LayerGraph.Node> readers =
        graph.nodes().stream().filter(each -> each.inputs().contains(node + 1)).toList();
    return !readers.isEmpty()
        && readers.stream().allMatch(reader -> reader.layer() instanceof Layer.Add);
  }

  private static boolean isDerivative(Rule rule) {
    return rule instanceof Rule.Gradient
        || rule instanceof Rule.GuidedGradient
        || rule instanceof Rule.DeconvGradient
        || rule instanceof Rule.SmoothGradient;
  }

  /**
   * What rounding needs in this network, where several layers read one value too. Rules that weigh
   * contributions of both signs against each other can multiply relevance from layer to layer; sums
   * split by values that cancel, and denominators without their bias, let it explode at one of
   * them.
   */
  public static Settlement usual(LayerGraph graph, RulePlan plan, Policies policies) {
    int signed = 0;
    boolean subtracts = false;
    for (int node = 0; node < graph.nodes().size(); node++) {
      Rule rule = plan.rule(node);
      LayerKind kind = LayerKind.of(graph.nodes().get(node).layer());
      boolean weighs = kind.isLinear() || kind == LayerKind.MATRIX_PRODUCT;
      signed += weighs && (rule instanceof Rule.Epsilon || rule instanceof Rule.Gamma) ? 1 : 0;
      subtracts |= rule instanceof Rule.AlphaBeta ab && ab.beta() > 0;
    }
    if (policies.mayGrow()) {
      return ROUNDING;
    }
    return subtracts || signed > HEAD ? GROWN : NONE;
  }
}
