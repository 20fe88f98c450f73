package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.PixelRange;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
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
    RulePlan plan = settings.plan(graph);
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
    assertThat(traps(mixed(), method)).isEmpty();
  }

  @Test
  void absorbingBiasesKeepAShareOfTheScore() {
    Layer biased =
        new Layer.Dense(new Tensor(new int[] {1, 1}, new float[] {2f}), Tensor.vector(1));
    LayerGraph graph = chain(biased, RELU, biased);
    MethodConfig method = lrp("epsilon-everywhere");
    assertThat(traps(graph, method)).isEmpty();
    assertThat(traps(graph, method.with(Policies.of(Accounting.REFERENCE))))
        .containsExactly(
            "method.bias = absorb: the biases of 2 of 2 layers with weights keep a share of the score, so that relevance_sum is another number; absorbed_bias tells it, and spread hands it on");
    assertThat(traps(graph, lrp("gradient").with(Policies.of(Accounting.REFERENCE))))
        .noneMatch(warning -> warning.contains("method.bias"));
  }

  @Test
  void boundsBelongToThePixels() {
    MethodConfig box =
        lrp("epsilon-everywhere")
            .withOverrides(List.of(new RuleOverride("layer0", new Rule.ZBox())));
    assertThat(traps(mixed(), box)).isEmpty();
    Preprocessing preprocess = preprocessing(1 / 255.0, 0.5, 0.5);
    assertThat(traps(mixed(), box, preprocess)).isEmpty();
    assertThat(traps(mixed(), box.with(new PixelRange(List.of(0f), List.of(1f))), preprocess))
        .containsExactly(
            "method.low is [0.0], but the preprocessing makes it [-1.0]; remove the key to have it computed");
    assertThat(traps(mixed(), box.with(new PixelRange(List.of(0.5f), List.of(1f)))))
        .containsExactly(
            "zbox between [0.5] and [1.0]: zero is not between the bounds, where the rule's derivation wants it");
    MethodConfig inside =
        lrp("epsilon-everywhere")
            .withOverrides(List.of(new RuleOverride("layer2", new Rule.ZBox())))
            .with(new PixelRange(List.of(-1f), List.of(1f)));
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
  void aCompositeOfLrpIsCalledByItsOwnName() {
    assertThat(traps(mixed(), lrp("gradient")))
        .singleElement()
        .asString()
        .startsWith("gradient does not decompose the score: ");
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

  @Test
  void aRectifiedOutputIsALogitAndATangentIsNone() {
    assertThat(traps(chain(dense(1, -1, 2, 3), RELU), lrp("epsilon-plus"))).isEmpty();
    Layer tanh = new Layer.Activation(Layer.Activation.Function.TANH, 0, 0);
    assertThat(traps(chain(dense(1, -1, 2, 3), tanh), lrp("epsilon-plus")))
        .singleElement()
        .asString()
        .startsWith("The output layer1 is a tanh: ");
  }

  private static Layer convolution(float... weights) {
    Window points = new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));
    return new Layer.Convolution(
        points, 1, new Tensor(new int[] {2, 2, 1}, weights), Tensor.vector(0, 0));
  }

  /** Weights [C, O / G, 1] of two groups: those of an output stand one row apart in its group. */
  @Test
  void weightsOfATransposedConvolutionBelongToTheOutputsOfTheirGroup() {
    Window points = new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));
    Tensor mixedButForTheLast =
        new Tensor(new int[] {4, 2, 1}, new float[] {1, -1, -2, 2, 3, -1, -4, -2});
    Layer transposed =
        new Layer.ConvolutionTranspose(points, 2, mixedButForTheLast, Tensor.vector(0, 0, 0, 0));
    assertThat(traps(chain(RELU, transposed), lrp("alpha2-beta1-everywhere")))
        .containsExactly(
            "alpha2-beta1 on layer1: 1 of its 4 outputs have weights of one sign alone, so that one part is empty; the other part takes all of their relevance");
  }

  @Test
  void biasesCountAmongTheWeightsOfAlphaBetasParts() {
    MethodConfig method = lrp("alpha2-beta1-everywhere");
    Tensor positive = new Tensor(new int[] {2, 2}, new float[] {1, 2, 0, 3});
    Tensor negative = new Tensor(new int[] {2, 2}, new float[] {-1, -2, 0, -3});
    for (float sign : new float[] {1, -1}) {
      Tensor weights = sign > 0 ? positive : negative;
      assertThat(traps(chain(RELU, new Layer.Dense(weights, Tensor.vector(-sign, sign))), method))
          .singleElement()
          .asString()
          .startsWith("alpha2-beta1 on layer1: 1 of its 2 outputs ");
      assertThat(traps(chain(RELU, new Layer.Dense(weights, Tensor.vector(0, 0))), method))
          .singleElement()
          .asString()
          .startsWith("alpha2-beta1 on layer1: 2 of its 2 outputs ");
    }
    assertThat(traps(chain(RELU, convolution(1, -1, 2, 3)), method))
        .singleElement()
        .asString()
        .startsWith("alpha2-beta1 on layer1: 1 of its 2 outputs ");
  }

  @Test
  void alphaBetaWithoutItsSecondPartOrOnSignedInputsNeedsNoSigns() {
    assertThat(traps(chain(RELU, dense(1, 2, 3, 4)), lrp("alpha1-beta0-everywhere"))).isEmpty();
    assertThat(traps(chain(dense(1, 2, 3, 4)), lrp("alpha2-beta1-everywhere"))).isEmpty();
  }

  private static MethodConfig box() {
    return lrp("epsilon-everywhere")
        .withOverrides(List.of(new RuleOverride("layer0", new Rule.ZBox())));
  }

  @Test
  void bothBoundsAreNeededAndZeroBetweenThem() {
    for (MethodConfig half :
        List.of(
            box().with(new PixelRange(List.of(-1f), List.of())),
            box().with(new PixelRange(List.of(), List.of(1f))))) {
      assertThat(traps(mixed(), half))
          .singleElement()
          .asString()
          .isEqualTo("zbox needs both method.low and method.high, and has one of them");
    }
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(0f), List.of(0f))))).isEmpty();
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(-2f), List.of(-1f)))))
        .containsExactly(
            "zbox between [-2.0] and [-1.0]: zero is not between the bounds, where the rule's derivation wants it");
    assertThat(traps(mixed(), box(), preprocessing(1 / 255.0, -0.5, 0.5)))
        .containsExactly(
            "zbox between [1.0] and [3.0]: zero is not between the bounds, where the rule's derivation wants it");
  }

  @Test
  void boundsThatDifferFromThePreprocessingByMoreThanAThousandthAreNamed() {
    Preprocessing small = preprocessing(1 / 255.0, 0.5, 0.5);
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(-1f), List.of(1.0009f))), small))
        .isEmpty();
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(-1f), List.of(1.002f))), small))
        .containsExactly(
            "method.high is [1.002], but the preprocessing makes it [1.0]; remove the key to have it computed");
    Preprocessing large = preprocessing(1, 55, 1);
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(-55.05f), List.of(200.1f))), large))
        .isEmpty();
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(-55.1f), List.of(200.3f))), large))
        .hasSize(2);
  }

  private static Preprocessing colours(Double... centres) {
    return new Preprocessing(
        List.of(),
        List.of(),
        Interpolation.BILINEAR,
        1 / 255.0,
        List.of(centres),
        List.of(centres),
        Channels.RGB);
  }

  @Test
  void oneBoundStandsForAllChannels() {
    Preprocessing colours = colours(0.5, 0.5, 0.25);
    assertThat(colours.low()).containsExactly(-1f, -1f, -1f);
    assertThat(colours.high()).containsExactly(1f, 1f, 3f);
    assertThat(
            traps(mixed(), box().with(new PixelRange(List.of(-1f), List.of(1f, 1f, 3f))), colours))
        .isEmpty();
    assertThat(traps(mixed(), box().with(new PixelRange(List.of(-1f), List.of(1f))), colours))
        .containsExactly(
            "method.high is [1.0], but the preprocessing makes it [1.0, 1.0, 3.0]; remove the key to have it computed");
  }

  @Test
  void aLayerBehindAReshapeReadsThePixels() {
    LayerGraph graph = chain(new Layer.Reshape(), new Layer.Reshape(), dense(1, -1, 2, -2), RELU);
    for (Rule rule : List.of(new Rule.ZBox(), new Rule.Flat(), new Rule.WSquare())) {
      MethodConfig method =
          lrp("epsilon-everywhere")
              .withOverrides(List.of(new RuleOverride("layer2", rule)))
              .with(new PixelRange(List.of(-1f), List.of(1f)));
      assertThat(traps(graph, method)).as(rule.toString()).isEmpty();
    }
  }

  @Test
  void upToThreeLayersAreNamedInFull() {
    LayerGraph four = chain(RELU, dense(1, 2, 3, 4), dense(1, 2, 3, 4), dense(1, 2, 3, 4));
    assertThat(traps(four, lrp("wsquare-everywhere")))
        .containsExactly(
            "flat or wsquare on 3 layers behind the first (layer1, layer2, layer3): relevance there does not depend on the image");
    LayerGraph five =
        chain(RELU, dense(1, 2, 3, 4), dense(1, 2, 3, 4), dense(1, 2, 3, 4), dense(1, 2, 3, 4));
    assertThat(traps(five, lrp("flat-everywhere")))
        .containsExactly(
            "flat or wsquare on 4 layers behind the first (layer1, layer2, ...): relevance there does not depend on the image");
  }

  @Test
  void sumsSplitByTheirValuesExplodeWhereTheyCancel() {
    List<Integer> shape = List.of(1, 2);
    LayerGraph graph =
        new LayerGraph(
            "x",
            shape,
            List.of(
                new LayerGraph.Node("first", dense(1, -1, 2, -2), List.of(0), shape),
                new LayerGraph.Node("sum", new Layer.Add(), List.of(0, 1), shape)));
    Policies norm = Policies.of(Accounting.CONSERVING).with(Policies.Skip.NORM);
    assertThat(traps(graph, lrp("epsilon-plus").with(norm)))
        .containsExactly(
            "1 sums split by their summands' values (method.skip = norm): relevance explodes where summands cancel; positive keeps it bounded");
    assertThat(traps(graph, lrp("epsilon-plus"))).isEmpty();
    assertThat(traps(mixed(), lrp("epsilon-plus").with(norm))).isEmpty();
    assertThat(
            traps(
                graph,
                MethodConfig.of(MethodConfig.Name.GRADIENT, "", Accounting.CONSERVING).with(norm)))
        .containsExactly(
            "gradient does not decompose the score: relevance_sum is not the score, and residual holds the difference");
  }

  @ParameterizedTest
  @EnumSource(names = {"GUIDED_BACKPROP", "DECONVNET", "BETA_SMOOTH"})
  void methodsThatChangeRectifiersNeedSome(MethodConfig.Name name) {
    MethodConfig method = MethodConfig.of(name, "", Accounting.CONSERVING);
    String noDecomposition =
        name.key()
            + " does not decompose the score: relevance_sum is not the score, and residual holds the difference";
    assertThat(traps(mixed(), method)).containsExactly(noDecomposition);
    assertThat(traps(chain(dense(1, -1, 2, -2)), method))
        .containsExactly(
            noDecomposition,
            name.key()
                + " changes what ReLUs hand back, and the model has none: it is the gradient");
  }

  @Test
  void meansWithinThePixelsAreFine() {
    for (Preprocessing fine :
        List.of(
            preprocessing(1 / 255.0, 1.5, 1),
            preprocessing(1 / 255.0, -1.6, 1),
            preprocessing(1, 0, 1),
            preprocessing(1, 1.01, 1),
            preprocessing(1, -0.5, 1),
            preprocessing(1, 382.5, 1),
            preprocessing(10 / 255.0, 1, 1))) {
      assertThat(traps(mixed(), lrp("epsilon-plus"), fine)).as(fine.toString()).isEmpty();
    }
    assertThat(traps(mixed(), lrp("epsilon-plus"), preprocessing(1 / 255.0, 1.51, 1)))
        .singleElement()
        .asString()
        .startsWith("preprocess.mean is [1.51], but scaled pixels end at 1.000: ");
    assertThat(traps(mixed(), lrp("epsilon-plus"), preprocessing(1, 1, 1)))
        .singleElement()
        .asString()
        .startsWith("preprocess.mean is [1.0], but scaled pixels reach 255.0: ");
  }

  @Test
  void imagesHaveTheChannelsThatTheModelTakes() {
    List<Integer> planes = List.of(1, 3, 2, 2);
    LayerGraph graph =
        new LayerGraph("x", planes, List.of(new LayerGraph.Node("relu", RELU, List.of(0), planes)));
    assertThat(traps(graph, lrp("epsilon-plus"), preprocessing(1 / 255.0, 0.5, 0.5)))
        .containsExactly("The model takes 3 channels, but preprocess.channels makes 1");
    assertThat(traps(graph, lrp("epsilon-plus"), colours(0.5, 0.5, 0.5))).isEmpty();
  }

  @Test
  void channelsThatDoNotExistAreTheUsersFault() {
    MethodConfig method =
        Conditioned.by(lrp("epsilon-plus"), List.of(new Condition("layer0", List.of(2))));
    assertThatThrownBy(() -> traps(mixed(), method))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot restrict relevance to channel 2 of layer0: the layer has 2 channels; allowed are 0 to 1");
    assertThat(
            traps(
                mixed(),
                Conditioned.by(lrp("epsilon-plus"), List.of(new Condition("layer0", List.of(1))))))
        .isEmpty();
  }
}
