package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.pass.SignAnalysis;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleNames;
import org.sparklrp.rule.RulePlan;

/**
 * What is known to go wrong with a network, a method and its preprocessing, before anything is
 * computed: one sentence each.
 */
public final class KnownTraps {
  /** Mean and scale that differ by more than this factor are meant for other pixels. */
  private static final double SCALES_APART = 1.5;

  private final LayerGraph graph;
  private final RulePlan plan;
  private final MethodSettings settings;
  private final boolean[] nonNegative;
  private final List<String> found = new ArrayList<>();

  private KnownTraps(LayerGraph graph, RulePlan plan, MethodSettings settings) {
    this.graph = graph;
    this.plan = plan;
    this.settings = settings;
    this.nonNegative = SignAnalysis.nonNegativeValues(graph);
  }

  /**
   * The warnings for a plan.
   *
   * @param graph the network
   * @param plan its rules
   * @param settings the method, with its bounds as far as they were given
   * @param wishes the layers that are to be seen
   * @param preprocess what was said of the preprocessing, or null
   * @throws org.sparklrp.fault.UserException when conditions or concepts name what does not exist
   */
  public static List<String> of(
      LayerGraph graph,
      RulePlan plan,
      MethodSettings settings,
      LayerWishes wishes,
      @Nullable Preprocessing preprocess) {
    SettingsCheck.checkNames(graph, settings, wishes);
    KnownTraps traps = new KnownTraps(graph, plan, settings);
    traps.output();
    traps.signs();
    traps.bounds(preprocess);
    traps.blindLayers();
    traps.stabilizers();
    traps.biases();
    traps.sums();
    traps.rectifiers();
    if (preprocess != null) {
      traps.pixels(preprocess);
    }
    return List.copyOf(traps.found);
  }

  private void output() {
    LayerGraph.Node last = graph.nodes().get(graph.nodes().size() - 1);
    if (last.layer() instanceof Layer.Activation activation
        && (activation.function() == Layer.Activation.Function.SIGMOID
            || activation.function() == Layer.Activation.Function.TANH)) {
      found.add(
          "The output %s is a %s: its value is explained, not the logit before it, and gradients vanish where it saturates; export the model without it"
              .formatted(
                  last.name(), activation.function().name().toLowerCase(java.util.Locale.ROOT)));
    }
    if (!settings.decomposes()) {
      found.add(
          "%s does not decompose the score: relevance_sum is not the score, and residual holds the difference"
              .formatted(method()));
    }
  }

  private String method() {
    return settings.method().name() == MethodConfig.Name.LRP
        ? settings.composite().name()
        : settings.method().name().key();
  }

  /** Alpha-beta where one of its parts is empty whatever the image. */
  private void signs() {
    for (int node = 0; node < graph.nodes().size(); node++) {
      if (plan.rule(node) instanceof Rule.AlphaBeta rule
          && rule.beta() > 0
          && nonNegative[graph.nodes().get(node).inputs().get(0)]) {
        int outputs = outputsOfOneSign(graph.nodes().get(node).layer());
        if (outputs > 0) {
          found.add(
              String.format(
                  Locale.ROOT,
                  "%s on %s: %d of its %d outputs have weights of one sign alone, so that one part is empty; %s",
                  RuleNames.of(rule),
                  graph.nodes().get(node).name(),
                  outputs,
                  graph.nodes().get(node).layer().constants().get(1).size(),
                  settings.method().rules().policies().dead() == Policies.Dead.ABSORB
                      ? "their relevance is multiplied by alpha; set method.dead = spread or use another rule"
                      : "the other part takes all of their relevance"));
        }
      }
    }
  }

  private static int outputsOfOneSign(Layer layer) {
    Tensor weights = layer.constants().get(0);
    float[] least = layer.constants().get(1).values().clone();
    float[] most = least.clone();
    for (int i = 0; i < weights.size(); i++) {
      int output = output(layer, weights, i);
      least[output] = Math.min(least[output], weights.value(i));
      most[output] = Math.max(most[output], weights.value(i));
    }
    int outputs = 0;
    for (int output = 0; output < least.length; output++) {
      outputs += least[output] >= 0 || most[output] <= 0 ? 1 : 0;
    }
    return outputs;
  }

  /** The output that a weight of a linear layer belongs to. */
  private static int output(Layer layer, Tensor weights, int weight) {
    if (layer instanceof Layer.ConvolutionTranspose transposed) {
      int outputs = weights.dimension(1);
      int area = weights.size() / (weights.dimension(0) * outputs);
      int inputs = weights.dimension(0) / transposed.groups();
      int group = weight / (area * outputs) / inputs;
      return group * outputs + weight / area % outputs;
    }
    return weight / (weights.size() / weights.dimension(0));
  }

  private void bounds(@Nullable Preprocessing preprocess) {
    boolean asked = false;
    for (int node = 0; node < graph.nodes().size(); node++) {
      if (plan.rule(node) instanceof Rule.ZBox) {
        asked = true;
        if (!readsPixels(node)) {
          found.add(
              "zbox on %s: it does not read the pixels, so that their bounds mean nothing there; use another rule"
                  .formatted(graph.nodes().get(node).name()));
        }
      }
    }
    if (!asked) {
      return;
    }
    PixelRange pixels = settings.method().pixels();
    if (preprocess == null) {
      if (!pixels.isKnown()) {
        if (!pixels.low().isEmpty() || !pixels.high().isEmpty()) {
          found.add("zbox needs both method.low and method.high, and has one of them");
        }
        return;
      }
    } else {
      differs("method.low", pixels.low(), preprocess.low());
      differs("method.high", pixels.high(), preprocess.high());
      pixels = pixels.orElse(preprocess.range());
    }
    if (pixels.low().stream().anyMatch(value -> value > 0)
        || pixels.high().stream().anyMatch(value -> value < 0)) {
      found.add(
          "zbox between %s and %s: zero is not between the bounds, where the rule's derivation wants it"
              .formatted(pixels.low(), pixels.high()));
    }
  }

  private void differs(String key, List<Float> given, List<Float> computed) {
    for (int channel = 0; channel < computed.size() && !given.isEmpty(); channel++) {
      float own = given.get(channel % given.size());
      if (Math.abs(own - computed.get(channel)) > 1e-3 * Math.max(1, Math.abs(own))) {
        found.add(
            "%s is %s, but the preprocessing makes it %s; remove the key to have it computed"
                .formatted(key, given, computed));
        return;
      }
    }
  }

  /**
   * Flat and w-square do not look at the image: behind the first layer they wipe out what it says.
   */
  private void blindLayers() {
    List<String> blind = new ArrayList<>();
    for (int node = 0; node < graph.nodes().size(); node++) {
      Rule rule = plan.rule(node);
      if ((rule instanceof Rule.Flat || rule instanceof Rule.WSquare) && !readsPixels(node)) {
        blind.add(graph.nodes().get(node).name());
      }
    }
    if (!blind.isEmpty()) {
      found.add(
          String.format(
              Locale.ROOT,
              "flat or wsquare on %d layers behind the first (%s): relevance there does not depend on the image",
              blind.size(),
              some(blind)));
    }
  }

  private void stabilizers() {
    List<String> bare = new ArrayList<>();
    List<String> ignoring = new ArrayList<>();
    for (int node = 0; node < graph.nodes().size(); node++) {
      if (plan.rule(node) instanceof Rule.Epsilon epsilon) {
        String name = graph.nodes().get(node).name();
        if (epsilon.epsilon() == 0) {
          bare.add(name);
        }
        if (settings.method().rules().policies().bias() == Policies.Bias.IGNORE) {
          ignoring.add(name);
        }
      }
    }
    if (!bare.isEmpty()) {
      found.add(
          "epsilon-0 on %s: relevance explodes where a sum is nearly zero; use epsilon-1e-6"
              .formatted(some(bare)));
    }
    if (!ignoring.isEmpty()) {
      found.add(
          "method.bias = ignore with epsilon on %s: without the bias sums can be nearly zero where the network's are not; spread keeps them"
              .formatted(some(ignoring)));
    }
  }

  /** What cannot hold where biases absorb: that relevance adds up to the score. */
  private void biases() {
    if (!settings.decomposes()
        || settings.method().rules().policies().bias() != Policies.Bias.ABSORB) {
      return;
    }
    int layers = 0;
    int biased = 0;
    for (int node = 0; node < graph.nodes().size(); node++) {
      Layer layer = graph.nodes().get(node).layer();
      if (LayerKind.of(layer).isLinear() && weighsBiases(plan.rule(node))) {
        layers++;
        biased += layer.constants().get(1).isZero() ? 0 : 1;
      }
    }
    if (biased > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "method.bias = absorb: the biases of %d of %d layers with weights keep a share of the score, so that relevance_sum is another number; absorbed_bias tells it, and spread hands it on",
              biased,
              layers));
    }
  }

  private static boolean weighsBiases(Rule rule) {
    return rule instanceof Rule.Epsilon
        || rule instanceof Rule.ZPlus
        || rule instanceof Rule.AlphaBeta
        || rule instanceof Rule.Gamma
        || rule instanceof Rule.WSquare;
  }

  private void sums() {
    long sums = graph.nodes().stream().filter(node -> node.layer() instanceof Layer.Add).count();
    if (sums > 0
        && settings.decomposes()
        && settings.method().rules().policies().skip() == Policies.Skip.NORM) {
      found.add(
          String.format(
              Locale.ROOT,
              "%d sums split by their summands' values (method.skip = norm): relevance explodes where summands cancel; positive keeps it bounded",
              sums));
    }
  }

  private void rectifiers() {
    boolean touches =
        plan.composite().rules().get(LayerKind.RELU) instanceof Rule.GuidedGradient
            || plan.composite().rules().get(LayerKind.RELU) instanceof Rule.DeconvGradient
            || plan.composite().rules().get(LayerKind.RELU) instanceof Rule.SmoothGradient;
    if (touches
        && graph.nodes().stream().noneMatch(n -> LayerKind.of(n.layer()) == LayerKind.RELU)) {
      found.add(
          "%s changes what ReLUs hand back, and the model has none: it is the gradient"
              .formatted(method()));
    }
  }

  private void pixels(Preprocessing preprocess) {
    int channels = graph.inputShape().size() == 4 ? graph.inputShape().get(1) : 0;
    if (channels > 0 && channels != preprocess.channels().count()) {
      found.add(
          String.format(
              Locale.ROOT,
              "The model takes %d channels, but preprocess.channels makes %d",
              channels,
              preprocess.channels().count()));
    }
    double brightest = 255 * preprocess.scale();
    for (double mean : preprocess.mean()) {
      if (mean > SCALES_APART * brightest) {
        found.add(
            String.format(
                Locale.ROOT,
                "preprocess.mean is %s, but scaled pixels end at %.4g: it is subtracted after preprocess.scale; give the mean of scaled pixels",
                preprocess.mean(),
                brightest));
        return;
      }
      if (mean > 0 && mean <= 1 && brightest > 10) {
        found.add(
            String.format(
                Locale.ROOT,
                "preprocess.mean is %s, but scaled pixels reach %.4g: it looks like the mean of pixels from 0 to 1; set preprocess.scale = 0.00392156862745098",
                preprocess.mean(),
                brightest));
        return;
      }
    }
  }

  /** Whether a layer's input is the network's, or that moved about. */
  private boolean readsPixels(int node) {
    int value = graph.nodes().get(node).inputs().get(0);
    while (value > 0) {
      LayerGraph.Node before = graph.nodes().get(value - 1);
      if (LayerKind.of(before.layer()) != LayerKind.ROUTING) {
        return false;
      }
      value = before.inputs().get(0);
    }
    return true;
  }

  private static String some(List<String> names) {
    return names.size() <= 3
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 2)) + ", ...";
  }
}
