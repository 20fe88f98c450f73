package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.GoldenSet;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.ChannelRelevance;
import org.sparklrp.relevance.LayerFlow;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;

/** What is seen inside the network, and relevance restricted to channels of a layer. */
class LayerRelevanceTest {
  private static final Target TARGET = Target.contrast(2, 0);

  private static NpyFile inputs(String model) {
    return new GoldenSet(model).array("inputs.npy");
  }

  private static LayerGraph graph(String model) {
    return new GoldenSet(model).model("model.onnx").graph(inputs(model).shape());
  }

  private static List<TargetExplanation> explain(
      String model, MethodConfig method, LayerWishes wishes) {
    NpyFile inputs = inputs(model);
    try (RelevanceEngine engine =
        new RelevanceEngine(
            batch -> new GoldenSet(model).model("model.onnx").graph(inputs.shape()),
            MethodSettings.of(method),
            wishes)) {
      return engine
          .attribute(inputs.floats(), inputs.shape().get(0), (image, logits) -> List.of(TARGET))
          .stream()
          .map(each -> each.explanations().get(0))
          .toList();
    }
  }

  private static MethodConfig lrp(Accounting accounting) {
    return MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", accounting);
  }

  @ParameterizedTest
  @EnumSource(Accounting.class)
  void whatOneLayerHandsOnArrivesAtTheOneBefore(Accounting accounting) {
    for (TargetExplanation each :
        explain("tiny-cnn", lrp(accounting), new LayerWishes(true, List.of()))) {
      List<LayerFlow> flows = each.layers().flows();
      Ledger ledger = each.ledger();
      double tolerance = 1e-4 * Math.max(1, Math.abs(ledger.score()));
      assertThat(flows).hasSameSizeAs(graph("tiny-cnn").nodes());
      assertThat(flows.get(flows.size() - 1).relevanceIn())
          .isCloseTo(ledger.score(), within(tolerance));
      assertThat(flows.get(0).relevanceOut()).isCloseTo(ledger.relevanceSum(), within(tolerance));
      for (int i = 1; i < flows.size(); i++) {
        assertThat(flows.get(i).position()).isEqualTo(i);
        assertThat(flows.get(i).relevanceOut())
            .as(flows.get(i).layer())
            .isCloseTo(flows.get(i - 1).relevanceIn(), within(tolerance));
      }
      assertThat(flows.stream().mapToDouble(LayerFlow::absorbedBias).sum())
          .isCloseTo(ledger.absorbedBias(), within(1e-9));
      assertThat(flows.stream().mapToDouble(LayerFlow::absorbedStabilizer).sum())
          .isCloseTo(ledger.absorbedStabilizer(), within(1e-9));
      assertThat(flows.stream().mapToDouble(LayerFlow::absorbedDead).sum())
          .isCloseTo(ledger.absorbedDead(), within(1e-9));
    }
  }

  /** Two dense layers, of which the second sees zeros only: what it explains is its bias. */
  @Test
  void relevanceDiesInTheLayerWhereNothingCarriesItOn() {
    Tensor ones = new Tensor(new int[] {2, 2}, new float[] {1, 1, 1, 1});
    List<LayerGraph.Node> nodes =
        List.of(
            node("first", new Layer.Dense(ones, Tensor.vector(-9, -9)), 0),
            node("zeros", new Layer.Activation(Layer.Activation.Function.RELU, 0, 0), 1),
            node("second", new Layer.Dense(ones, Tensor.vector(3, 1)), 2));
    LayerGraph graph = new LayerGraph("x", List.of(1, 2), nodes);
    try (RelevanceEngine engine =
        new RelevanceEngine(
            batch -> graph,
            MethodSettings.of(
                lrp(Accounting.CONSERVING)
                    .with(Policies.of(Accounting.CONSERVING).with(Policies.Dead.ABSORB))),
            new LayerWishes(true, List.of()))) {
      List<LayerFlow> flows =
          engine
              .attribute(new float[] {1, 2}, 1, (image, logits) -> List.of(Target.contrast(0, 1)))
              .get(0)
              .explanations()
              .get(0)
              .layers()
              .flows();
      assertThat(flows).extracting(LayerFlow::relevanceIn).containsExactly(0.0, 0.0, 2.0);
      assertThat(flows).extracting(LayerFlow::absorbedDead).containsExactly(0.0, 0.0, 2.0);
    }
  }

  private static LayerGraph.Node node(String name, Layer layer, int input) {
    return new LayerGraph.Node(name, layer, List.of(input), List.of(1, 2));
  }

  @Test
  void theChannelsOfALayerAddUpToWhatArrivesThere() {
    for (TargetExplanation each :
        explain(
            "tiny-resnet", lrp(Accounting.CONSERVING), new LayerWishes(true, List.of("*Conv*")))) {
      List<ChannelRelevance> concepts = each.layers().concepts();
      assertThat(concepts).hasSizeGreaterThan(3);
      for (ChannelRelevance concept : concepts) {
        LayerFlow flow =
            each.layers().flows().stream()
                .filter(layer -> layer.layer().equals(concept.layer()))
                .findFirst()
                .orElseThrow();
        int channels = graph("tiny-resnet").nodes().get(flow.position()).shape().get(1);
        assertThat(concept.values()).hasSize(channels);
        assertThat(Arrays.stream(concept.values()).sum())
            .isCloseTo(flow.relevanceIn(), within(1e-5 * (1 + Math.abs(flow.relevanceIn()))));
      }
    }
  }

  /** A rectifier passes relevance on as it is, and a condition takes some of it away before. */
  @Test
  void aConditionShowsAtItsLayerAndNotBehindTheRectifier() {
    LayerGraph graph = graph("tiny-cnn");
    int rectifier =
        IntStream.range(2, graph.nodes().size())
            .filter(i -> graph.nodes().get(i).layer() instanceof Layer.Activation)
            .findFirst()
            .orElseThrow();
    String layer = graph.nodes().get(rectifier - 1).name();
    LayerWishes wishes = new LayerWishes(true, List.of(layer));
    List<TargetExplanation> whole = explain("tiny-cnn", lrp(Accounting.CONSERVING), wishes);
    List<TargetExplanation> part =
        explain(
            "tiny-cnn",
            Conditioned.by(lrp(Accounting.CONSERVING), List.of(new Condition(layer, List.of(0)))),
            wishes);
    for (int image = 0; image < whole.size(); image++) {
      List<LayerFlow> all = whole.get(image).layers().flows();
      List<LayerFlow> some = part.get(image).layers().flows();
      double own = whole.get(image).layers().concepts().get(0).values()[0];
      assertThat(all.get(rectifier - 1).relevanceIn()).isEqualTo(all.get(rectifier).relevanceIn());
      assertThat(some.get(rectifier).relevanceIn()).isEqualTo(all.get(rectifier).relevanceIn());
      assertThat(some.get(rectifier - 1).relevanceIn()).isCloseTo(own, within(1e-5));
      assertThat(own).isNotCloseTo(all.get(rectifier).relevanceIn(), within(1e-3));
    }
  }

  @Test
  void theRelevanceThroughSingleChannelsAddsUpToAllOfIt() {
    LayerGraph graph = graph("tiny-cnn");
    int node =
        IntStream.range(0, graph.nodes().size())
            .filter(i -> graph.nodes().get(i).name().contains("Conv"))
            .skip(1)
            .findFirst()
            .orElseThrow();
    String layer = graph.nodes().get(node).name();
    LayerWishes wishes = new LayerWishes(false, List.of(layer));
    List<TargetExplanation> whole = explain("tiny-cnn", lrp(Accounting.CONSERVING), wishes);
    double[][] sums = new double[whole.size()][whole.get(0).map().values().length];
    for (int channel = 0; channel < graph.nodes().get(node).shape().get(1); channel++) {
      List<TargetExplanation> part =
          explain(
              "tiny-cnn",
              Conditioned.by(
                  lrp(Accounting.CONSERVING), List.of(new Condition(layer, List.of(channel)))),
              wishes);
      for (int image = 0; image < part.size(); image++) {
        Ledger ledger = part.get(image).ledger();
        double own = whole.get(image).layers().concepts().get(0).values()[channel];
        assertThat(ledger.relevanceSum()).isCloseTo(own, within(1e-4));
        assertThat(ledger.absorbedConditions())
            .isCloseTo(ledger.score() - own, within(1e-4 * (1 + Math.abs(ledger.score()))));
        assertThat(ledger.residual()).isCloseTo(0, within(1e-4));
        float[] values = part.get(image).map().values();
        for (int i = 0; i < values.length; i++) {
          sums[image][i] += values[i];
        }
      }
    }
    for (int image = 0; image < sums.length; image++) {
      float[] expected = whole.get(image).map().values();
      for (int i = 0; i < expected.length; i++) {
        assertThat(sums[image][i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void methodsThatDoNotDecomposeHaveChannelsButNoFlows() {
    LayerWishes wishes = new LayerWishes(true, List.of("*Conv*"));
    TargetExplanation gradient =
        explain(
                "tiny-cnn",
                MethodConfig.of(MethodConfig.Name.GRADIENT, "", Accounting.CONSERVING),
                wishes)
            .get(0);
    assertThat(gradient.layers().flows()).isEmpty();
    assertThat(gradient.layers().concepts()).isNotEmpty();
  }

  @Test
  void layersAndChannelsThatDoNotExistAreTheUsersFault() {
    MethodConfig method = lrp(Accounting.CONSERVING);
    String layer = graph("tiny-cnn").nodes().get(0).name();
    assertThatThrownBy(
            () -> explain("tiny-cnn", method, new LayerWishes(false, List.of("/convv/Conv"))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot use the layer /convv/Conv for concepts: the model has no layer of such a name; the nearest is ");
    assertThatThrownBy(
            () ->
                explain(
                    "tiny-cnn",
                    Conditioned.by(method, List.of(new Condition(layer, List.of(0, 4000)))),
                    LayerWishes.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot restrict relevance to channel 4000 of " + layer);
    List<Condition> any = new ArrayList<>(List.of(new Condition(layer, List.of(0))));
    MethodConfig occlusion =
        Conditioned.by(
            MethodConfig.of(MethodConfig.Name.OCCLUSION, "", Accounting.CONSERVING), any);
    assertThatThrownBy(() -> explain("tiny-cnn", occlusion, LayerWishes.NONE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot restrict occlusion to channels: it hands nothing from layer to layer; remove method.conditions or use lrp");
  }
}
