package org.sparklrp.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composite;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RulePlan;

class SettlementTest {
  private static final Layer RELU = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);

  /** Fully connected layers over two numbers, with a rectifier between each two. */
  private static LayerGraph dense(int layers) {
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (int i = 0; i < 2 * layers - 1; i++) {
      Layer layer =
          i % 2 == 0
              ? new Layer.Dense(
                  new Tensor(new int[] {2, 2}, new float[] {1, -1, 2, -2}), Tensor.vector(0, 0))
              : RELU;
      nodes.add(new LayerGraph.Node("layer" + i, layer, List.of(i), List.of(1, 2)));
    }
    return new LayerGraph("x", List.of(1, 2), nodes);
  }

  private static List<Settlement> settlements(int layers, String composite, Policies policies) {
    LayerGraph graph = dense(layers);
    RulePlan plan = RulePlan.assign(Composites.named(composite), List.of(), graph);
    return Settlement.of(graph, plan, policies);
  }

  @Test
  void rulesOfPositivePartsNeedNone() {
    assertThat(settlements(9, "zplus-everywhere", Policies.of(Accounting.CONSERVING)))
        .containsOnly(Settlement.NONE);
  }

  @Test
  void aHeadOfThreeLayersUnderEpsilonNeedsNone() {
    Policies policies = Policies.of(Accounting.CONSERVING);
    assertThat(settlements(3, "epsilon-everywhere", policies)).containsOnly(Settlement.NONE);
    assertThat(settlements(4, "epsilon-everywhere", policies))
        .startsWith(Settlement.GROWN, Settlement.NONE, Settlement.GROWN);
    assertThat(settlements(4, "gamma-everywhere", policies)).contains(Settlement.GROWN);
  }

  /** A layer whose relevance is a share of what arrived at a sum has no ledger more to close. */
  @Test
  void summandsAreSettledAtTheirSum() {
    List<LayerGraph.Node> nodes = new ArrayList<>(dense(9).nodes());
    int last = nodes.size() - 1;
    nodes.add(
        new LayerGraph.Node("sum", new Layer.Add(), List.of(last + 1, last - 1), List.of(1, 2)));
    LayerGraph graph = new LayerGraph("x", List.of(1, 2), nodes);
    RulePlan plan = RulePlan.assign(Composites.named("epsilon-everywhere"), List.of(), graph);
    List<Settlement> conserving = Settlement.of(graph, plan, Policies.of(Accounting.CONSERVING));
    assertThat(conserving.get(last + 1)).isEqualTo(Settlement.GROWN);
    assertThat(conserving.get(last)).isEqualTo(Settlement.NONE);
    assertThat(conserving.get(last - 2)).isEqualTo(Settlement.GROWN);
    assertThat(Settlement.of(graph, plan, Policies.of(Accounting.REFERENCE)).get(last))
        .isEqualTo(Settlement.ROUNDING);
  }

  @Test
  void alphaBetaIsSettledWhereRelevanceHasGrown() {
    Policies policies = Policies.of(Accounting.CONSERVING);
    assertThat(settlements(2, "alpha2-beta1-everywhere", policies))
        .containsExactly(Settlement.GROWN, Settlement.NONE, Settlement.GROWN);
    assertThat(settlements(2, "alpha1-beta0-everywhere", policies)).containsOnly(Settlement.NONE);
  }

  @Test
  void theReferenceAccountIsSettledAlways() {
    assertThat(settlements(2, "zplus-everywhere", Policies.of(Accounting.REFERENCE)))
        .containsExactly(Settlement.ROUNDING, Settlement.NONE, Settlement.ROUNDING);
  }

  @Test
  void derivativesAreBookedWhereTheScoreIsDecomposed() {
    Policies policies = Policies.of(Accounting.CONSERVING);
    assertThat(settlements(2, "excitation-backprop", policies))
        .containsExactly(Settlement.NONE, Settlement.DERIVATIVE, Settlement.NONE);
    assertThat(settlements(2, "guided-backprop", policies)).containsOnly(Settlement.NONE);
  }

  /** One layer of each kind that hands values on, each behind the one before. */
  private static final List<Layer> WITHOUT_WEIGHTS =
      List.of(
          new Layer.Reshape(),
          new Layer.Transpose(List.of(0, 1)),
          new Layer.Concat(1),
          new Layer.Slice(List.of(0, 0), List.of(1, 2)),
          RELU,
          new Layer.Activation(Layer.Activation.Function.TANH, 0, 0),
          new Layer.Pad(List.of(0, 0), List.of(0, 0), 0),
          new Layer.Gather(1, List.of(0, 1)),
          new Layer.MaxPool(
              new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0))));

  private static List<Settlement> withoutWeights(Composite composite, Accounting accounting) {
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (Layer layer : WITHOUT_WEIGHTS) {
      nodes.add(
          new LayerGraph.Node("layer" + nodes.size(), layer, List.of(nodes.size()), List.of(1, 2)));
    }
    LayerGraph graph = new LayerGraph("x", List.of(1, 2), nodes);
    RulePlan plan = RulePlan.assign(composite, List.of(), graph);
    return Settlement.of(graph, plan, Policies.of(accounting));
  }

  @Test
  void layersThatKeepEveryValueNeedNone() {
    List<Settlement> found = withoutWeights(Composites.named("epsilon-plus"), Accounting.REFERENCE);
    assertThat(found.subList(0, 6)).containsOnly(Settlement.NONE);
    assertThat(found.subList(6, 9)).containsOnly(Settlement.ROUNDING);
  }

  @Test
  void theDerivativeOfALayerThatMovesValuesIsNoneToBook() {
    for (Rule rule :
        List.of(
            new Rule.Gradient(),
            new Rule.GuidedGradient(),
            new Rule.DeconvGradient(),
            new Rule.SmoothGradient(10))) {
      Map<LayerKind, Rule> rules = new EnumMap<>(LayerKind.class);
      for (LayerKind kind : LayerKind.values()) {
        rules.put(kind, rule);
      }
      List<Settlement> found =
          withoutWeights(
              new Composite("derivatives", Composite.Start.LOGIT, rules, Map.of()),
              Accounting.CONSERVING);
      assertThat(found.subList(4, 6)).as(rule.toString()).containsOnly(Settlement.DERIVATIVE);
      assertThat(found.subList(0, 4)).containsOnly(Settlement.NONE);
      assertThat(found.subList(6, 9)).containsOnly(Settlement.NONE);
    }
  }

  @Test
  void layersWithWeightsAndProductsWeighContributionsAndScalesDoNot() {
    Policies policies = Policies.of(Accounting.CONSERVING);
    for (Layer layer :
        List.of(new Layer.MatrixProduct(), new Layer.Affine(Tensor.vector(2), Tensor.vector(1)))) {
      List<LayerGraph.Node> nodes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<Integer> inputs = layer instanceof Layer.Affine ? List.of(i) : List.of(i, i);
        nodes.add(new LayerGraph.Node("layer" + i, layer, inputs, List.of(1, 1)));
      }
      LayerGraph graph = new LayerGraph("x", List.of(1, 1), nodes);
      RulePlan plan = RulePlan.assign(Composites.named("attn-lrp"), List.of(), graph);
      assertThat(plan.rules()).containsOnly(new Rule.Epsilon(Rule.DEFAULT_EPSILON));
      assertThat(Settlement.usual(graph, plan, policies))
          .isEqualTo(layer instanceof Layer.Affine ? Settlement.NONE : Settlement.GROWN);
    }
  }
}
