package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.Policies;
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
}
