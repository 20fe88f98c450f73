package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

class RulePlanTest {
  private static final Window WINDOW =
      new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));
  private static final Layer CONVOLUTION =
      new Layer.Convolution(
          WINDOW, 1, new Tensor(new int[] {1, 1, 1}, new float[1]), Tensor.vector(0));
  private static final Layer DENSE =
      new Layer.Dense(new Tensor(new int[] {1, 1}, new float[1]), Tensor.vector(0));

  private static LayerGraph graph(Map<String, Layer> layers) {
    List<LayerGraph.Node> nodes = new ArrayList<>();
    layers.forEach(
        (name, layer) ->
            nodes.add(new LayerGraph.Node(name, layer, List.of(nodes.size()), List.of(1, 1))));
    return new LayerGraph("x", List.of(1, 1), nodes);
  }

  /** Two of each kind of layer that has a first among equals, one of the others. */
  private static LayerGraph network() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("pad", new Layer.Pad(List.of(0), List.of(0), 0));
    layers.put("conv1", CONVOLUTION);
    layers.put("norm1", new Layer.Affine(Tensor.vector(1), Tensor.vector(0)));
    layers.put("relu1", new Layer.Activation(Layer.Activation.Function.RELU, 0, 0));
    layers.put("conv2", CONVOLUTION);
    layers.put("tanh", new Layer.Activation(Layer.Activation.Function.TANH, 0, 0));
    layers.put("add", new Layer.Add());
    layers.put("max", new Layer.MaxPool(WINDOW));
    layers.put("mean", new Layer.AveragePool(WINDOW, true));
    layers.put("global", new Layer.GlobalAveragePool());
    layers.put("fc1", DENSE);
    layers.put("fc2", DENSE);
    return graph(layers);
  }

  private static List<String> plan(String composite, LayerGraph graph, RuleOverride... overrides) {
    RulePlan plan = RulePlan.assign(Composites.named(composite), List.of(overrides), graph);
    return IntStream.range(0, graph.nodes().size())
        .mapToObj(node -> RuleNames.of(plan.rule(node)))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "epsilon-plus              | zplus        | zplus        | epsilon-1e-6 | epsilon-1e-6",
        "epsilon-plus-flat         | flat         | zplus        | epsilon-1e-6 | epsilon-1e-6",
        "epsilon-alpha2-beta1      | alpha2-beta1 | alpha2-beta1 | epsilon-1e-6 | epsilon-1e-6",
        "epsilon-alpha2-beta1-flat | flat         | alpha2-beta1 | epsilon-1e-6 | epsilon-1e-6",
        "epsilon-gamma-box         | zbox         | gamma-0.25   | epsilon-1e-6 | epsilon-1e-6",
        "epsilon-everywhere        | epsilon-1e-6 | epsilon-1e-6 | epsilon-1e-6 | epsilon-1e-6",
        "epsilon-0.25-everywhere   | epsilon-0.25 | epsilon-0.25 | epsilon-0.25 | epsilon-0.25",
        "gamma-0.5-everywhere      | gamma-0.5    | gamma-0.5    | gamma-0.5    | gamma-0.5",
        "alpha2-beta1-everywhere   | alpha2-beta1 | alpha2-beta1 | alpha2-beta1 | alpha2-beta1",
        "zplus-everywhere          | zplus        | zplus        | zplus        | zplus",
        "wsquare-everywhere        | wsquare      | wsquare      | wsquare      | wsquare",
        "flat-everywhere           | flat         | flat         | flat         | flat",
      })
  void propagatingCompositesDifferInTheirLinearLayersAlone(
      String composite, String conv1, String conv2, String fc1, String fc2) {
    assertThat(plan(composite, network()))
        .containsExactly(
            "pass",
            conv1,
            "epsilon-1e-6",
            "pass",
            conv2,
            "pass",
            "norm",
            "gradient",
            "norm",
            "norm",
            fc1,
            fc2);
    assertThat(Composites.named(composite).start()).isEqualTo(Composite.Start.LOGIT);
  }

  @Test
  void excitationBackpropagationLeavesActivationsToTheirGradient() {
    assertThat(plan("excitation-backprop", network()))
        .containsExactly(
            "gradient",
            "zplus",
            "epsilon-1e-6",
            "gradient",
            "zplus",
            "gradient",
            "norm",
            "gradient",
            "norm",
            "norm",
            "zplus",
            "zplus");
    assertThat(Composites.named("excitation-backprop").start()).isEqualTo(Composite.Start.LOGIT);
  }

  @ParameterizedTest
  @CsvSource({
    "guided-backprop, guided gradient",
    "deconvnet, deconvnet gradient",
    "beta-smooth, smooth gradient-10",
    "gradient, gradient"
  })
  void gradientsDifferInTheirRectifiersAlone(String composite, String relu) {
    List<String> rules = plan(composite, network());
    assertThat(rules.get(3)).isEqualTo(relu);
    assertThat(rules.subList(0, 3)).containsOnly("gradient");
    assertThat(rules.subList(4, rules.size())).containsOnly("gradient");
    assertThat(Composites.named(composite).start()).isEqualTo(Composite.Start.ONE);
  }

  @Test
  void withoutConvolutionsFlatGoesToTheFirstDenseLayerAndTheBoxToNone() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("fc1", DENSE);
    layers.put("fc2", DENSE);
    assertThat(plan("epsilon-plus-flat", graph(layers))).containsExactly("flat", "epsilon-1e-6");
    assertThat(plan("epsilon-gamma-box", graph(layers)))
        .containsExactly("epsilon-1e-6", "epsilon-1e-6");
  }

  @Test
  void theFirstOverrideThatMatchesWinsAndSparesLayersItMeansNothingFor() {
    List<String> rules =
        plan(
            "epsilon-plus-flat",
            network(),
            new RuleOverride("conv2", new Rule.WSquare()),
            new RuleOverride("*2", new Rule.Gamma(0.1)),
            new RuleOverride("*", new Rule.Norm()));
    assertThat(rules)
        .containsExactly(
            "pass",
            "flat",
            "epsilon-1e-6",
            "pass",
            "wsquare",
            "pass",
            "norm",
            "gradient",
            "norm",
            "norm",
            "epsilon-1e-6",
            "gamma-0.1");
  }

  @Test
  void anOverrideThatFitsNoLayerIsAnError() {
    assertThatThrownBy(
            () -> plan("epsilon-plus", network(), new RuleOverride("cnv1", new Rule.Flat())))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot apply the rule flat to the layers cnv1: no layer it fits has such a name; the nearest is conv1");
    assertThatThrownBy(
            () ->
                plan(
                    "epsilon-plus",
                    graph(Map.of("add", new Layer.Add())),
                    new RuleOverride("*", new Rule.Flat())))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot apply the rule flat to the layers *: the model has no layer it fits; remove it from method.rules");
  }

  @Test
  void unknownCompositesNameTheNearest() {
    for (String name : List.of("zbox-everywhere", "gradient-everywhere", "norm-everywhere")) {
      assertThatThrownBy(() -> Composites.named(name)).isInstanceOf(UserException.class);
    }
    assertThatThrownBy(() -> Composites.named("epsilon-gama-box"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot use the composite epsilon-gama-box: it is unknown; the nearest is epsilon-gamma-box, and allowed are epsilon-plus,");
  }

  @Test
  void aCompositeForEveryLayerIsKnownByItsWholeName() {
    for (String name : List.of("epsilon-everywhare", "zplus", "epsilon-everywhere-else")) {
      assertThat(Composites.find(name)).isEmpty();
    }
    assertThat(Composites.alternatives("epsilon-everywhare"))
        .startsWith("the nearest is epsilon-everywhere, and allowed are ")
        .endsWith(
            " and RULE-everywhere, RULE being one of epsilon[-E], gamma[-G], alphaA-betaB, zplus,"
                + " wsquare, flat");
  }

  @Test
  void deepTaylorTreatsThePixelsByTheirBoundsWhereTheyHaveSome() {
    List<String> bounded = plan("deep-taylor", network());
    List<String> unbounded =
        RulePlan.assign(Composites.deepTaylorUnbounded(), List.of(), network()).rules().stream()
            .map(RuleNames::of)
            .toList();
    assertThat(bounded.get(1)).isEqualTo("zbox");
    assertThat(unbounded.get(1)).isEqualTo("wsquare");
    assertThat(unbounded.subList(2, 12)).isEqualTo(bounded.subList(2, 12)).contains("zplus");
  }

  @Test
  void uniformGatesReplaceThoseThatGiveAllToTheSignal() {
    assertThat(Composites.named("epsilon-plus").withUniformGates().rules())
        .containsEntry(LayerKind.GATE, new Rule.Uniform())
        .containsEntry(LayerKind.RELU, new Rule.Pass());
    for (String name : List.of("gradient", "attn-lrp")) {
      assertThat(Composites.named(name).withUniformGates()).isEqualTo(Composites.named(name));
    }
  }

  @Test
  void aCompositeHasARuleForEveryKindOfLayer() {
    Map<LayerKind, Rule> rules = new HashMap<>(Composites.named("gradient").rules());
    rules.remove(LayerKind.GATE);
    rules.remove(LayerKind.SOFTMAX);
    assertThatThrownBy(() -> new Composite("half", Composite.Start.ONE, rules, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The composite half has no rule for [GATE, SOFTMAX]");
  }

  @Test
  void everyListedCompositeExists() {
    assertThat(Composites.names())
        .hasSize(12)
        .allSatisfy(name -> assertThat(Composites.find(name)).isPresent());
  }
}
