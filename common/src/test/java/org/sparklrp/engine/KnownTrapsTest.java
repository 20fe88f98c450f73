package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleOverride;
import org.sparklrp.rule.RulePlan;

class KnownTrapsTest {
  private static final Layer RELU = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
  private static final Layer SIGMOID =
      new Layer.Activation(Layer.Activation.Function.SIGMOID, 0, 0);

  private static Layer dense(float... weights) {
    return new Layer.Dense(new Tensor(new int[] {2, 2}, weights), Tensor.vector(0, 0));
  }

  /** A chain of layers over two numbers, named by their place. */
  private static LayerGraph chain(Layer... layers) {
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (Layer layer : layers) {
      nodes.add(
          new LayerGraph.Node("layer" + nodes.size(), layer, List.of(nodes.size()), List.of(1, 2)));
    }
    return new LayerGraph("x", List.of(1, 2), nodes);
  }

  private static LayerGraph mixed() {
    return chain(dense(1, -1, 2, -2), RELU, dense(1, -1, -2, 2));
  }

  private static MethodConfig lrp(String composite) {
    return MethodConfig.of(MethodConfig.Name.LRP, composite, Accounting.CONSERVING);
  }

  private static List<String> traps(LayerGraph graph, MethodConfig method) {
    return traps(graph, method, null);
  }

  private static List<String> traps(
      LayerGraph graph, MethodConfig method, @Nullable Preprocessing preprocess) {
    MethodSettings settings = MethodSettings.of(method);
    RulePlan plan = RulePlan.assign(settings.composite(), settings.overrides(), graph);
    return KnownTraps.of(graph, plan, settings, LayerWishes.NONE, preprocess);
  }

  private static Preprocessing preprocessing(double scale, double mean, double std) {
    return new Preprocessing(
        List.of(),
        List.of(),
        Interpolation.BILINEAR,
        scale,
        List.of(mean),
        List.of(std),
        Channels.GRAY);
  }

  @Test
  void aSoundPlanHasNone() {
    assertThat(traps(mixed(), lrp("epsilon-plus"))).isEmpty();
    assertThat(traps(mixed(), lrp("epsilon-plus-flat"), preprocessing(1 / 255.0, 0.5, 0.5)))
        .isEmpty();
  }

  @Test
  void anOutputThatSaturatesIsNoLogit() {
    assertThat(traps(chain(dense(1, -1, 2, 3), SIGMOID), lrp("epsilon-plus")))
        .containsExactly(
            "The output layer1 is a sigmoid: its value is explained, not the logit before it, and gradients vanish where it saturates; export the model without it");
  }

  @Test
  void alphaBetaNeedsBothSigns() {
    LayerGraph graph = chain(dense(1, -1, 2, -2), RELU, dense(1, 2, 3, -4));
    MethodConfig method = lrp("alpha2-beta1-everywhere");
    assertThat(traps(graph, method))
        .containsExactly(
            "alpha2-beta1 on layer2: 1 of its 2 outputs have weights of one sign alone, so that one part is empty; the other part takes all of their relevance");
    assertThat(traps(graph, method.with(Policies.of(Accounting.REFERENCE))))
        .containsExactly(
            "alpha2-beta1 on layer2: 1 of its 2 outputs have weights of one sign alone, so that one part is empty; their relevance is multiplied by alpha; set method.dead = spread or use another rule");
    assertThat(traps(graph, lrp("epsilon-everywhere"))).isEmpty();
  }

  @Test
  void gammaOverAFoldedNormalisationIsUnboundedInTheReferenceAccount() {
    Layer folded =
        new Layer.Dense(
            new Tensor(new int[] {2, 2}, new float[] {1, -1, 2, -2}),
            Tensor.vector(1, -1),
            Layer.BiasOrigin.NORMALIZATION);
    LayerGraph graph = chain(folded, RELU, dense(1, -1, -2, 2));
    MethodConfig gamma = lrp("gamma-0.25-everywhere");
    assertThat(traps(graph, gamma)).isEmpty();
    assertThat(traps(graph, gamma.with(Policies.of(Accounting.REFERENCE))))
        .containsExactly(
            "gamma on 1 layers with the bias of a normalisation (layer0): the reference account adds it to both products, as published implementations do, so that denominators can vanish and relevance explode; accounting = conserving keeps it bounded");
    assertThat(
            traps(graph, gamma.with(Policies.of(Accounting.REFERENCE).with(Policies.Bias.IGNORE))))
        .isEmpty();
    assertThat(traps(mixed(), gamma.with(Policies.of(Accounting.REFERENCE)))).isEmpty();
  }

  @Test
  void boundsBelongToThePixels() {
    MethodConfig box =
        lrp("epsilon-everywhere")
            .withOverrides(List.of(new RuleOverride("layer0", new Rule.ZBox())));
    assertThat(traps(mixed(), box))
        .containsExactly(
            "zbox needs the darkest and the brightest pixel: explain computes them from the preprocessing, attribute needs method.low and method.high");
    Preprocessing preprocess = preprocessing(1 / 255.0, 0.5, 0.5);
    assertThat(traps(mixed(), box, preprocess)).isEmpty();
    assertThat(traps(mixed(), box.withBounds(List.of(0f), List.of(1f)), preprocess))
        .containsExactly(
            "method.low is [0.0], but the preprocessing makes it [-1.0]; remove the key to have it computed");
    assertThat(traps(mixed(), box.withBounds(List.of(0.5f), List.of(1f))))
        .containsExactly(
            "zbox between [0.5] and [1.0]: zero is not between the bounds, where the rule's derivation wants it");
    MethodConfig inside =
        lrp("epsilon-everywhere")
            .withOverrides(List.of(new RuleOverride("layer2", new Rule.ZBox())))
            .withBounds(List.of(-1f), List.of(1f));
    assertThat(traps(mixed(), inside))
        .containsExactly(
            "zbox on layer2: it does not read the pixels, so that their bounds mean nothing there; use another rule");
  }

  @Test
  void rulesThatDoNotLookBelongToTheFirstLayer() {
    assertThat(traps(mixed(), lrp("flat-everywhere")))
        .containsExactly(
            "flat or wsquare on 1 layers behind the first (layer2): relevance there does not depend on the image");
  }

  @Test
  void denominatorsNearZeroAreNamed() {
    assertThat(traps(mixed(), lrp("epsilon-0-everywhere")))
        .containsExactly(
            "epsilon-0 on layer0, layer2: relevance explodes where a sum is nearly zero; use epsilon-1e-6");
    assertThat(
            traps(
                mixed(),
                lrp("epsilon-everywhere")
                    .with(Policies.of(Accounting.CONSERVING).with(Policies.Bias.IGNORE))))
        .singleElement()
        .asString()
        .startsWith("method.bias = ignore with epsilon on layer0, layer2: ");
  }

  @Test
  void methodsThatAreTheGradientOrDecomposeNothingSaySo() {
    MethodConfig guided =
        MethodConfig.of(MethodConfig.Name.GUIDED_BACKPROP, "", Accounting.CONSERVING);
    assertThat(traps(chain(dense(1, -1, 2, -2)), guided))
        .containsExactly(
            "guided-backprop does not decompose the score: relevance_sum is not the score, and residual holds the difference",
            "guided-backprop changes what ReLUs hand back, and the model has none: it is the gradient");
  }

  @Test
  void meansOfOtherPixelsAreNoticed() {
    assertThat(traps(mixed(), lrp("epsilon-plus"), preprocessing(1 / 255.0, 120, 60)))
        .containsExactly(
            "preprocess.mean is [120.0], but scaled pixels end at 1.000: it is subtracted after preprocess.scale; give the mean of scaled pixels");
    assertThat(traps(mixed(), lrp("epsilon-plus"), preprocessing(1, 0.485, 0.229)))
        .containsExactly(
            "preprocess.mean is [0.485], but scaled pixels reach 255.0: it looks like the mean of pixels from 0 to 1; set preprocess.scale = 0.00392156862745098");
  }

  @Test
  void layersThatDoNotExistAreTheUsersFault() {
    LayerGraph graph = mixed();
    MethodSettings settings = MethodSettings.of(lrp("epsilon-plus"));
    RulePlan plan = RulePlan.assign(settings.composite(), List.of(), graph);
    assertThatThrownBy(
            () ->
                KnownTraps.of(
                    graph, plan, settings, new LayerWishes(false, List.of("layer9")), null))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the layer layer9 for concepts");
  }
}
