package org.sparklrp.rule;

import static org.sparklrp.rule.LayerKind.ADD;
import static org.sparklrp.rule.LayerKind.AFFINE;
import static org.sparklrp.rule.LayerKind.AVERAGE_POOL;
import static org.sparklrp.rule.LayerKind.CONVOLUTION;
import static org.sparklrp.rule.LayerKind.DENSE;
import static org.sparklrp.rule.LayerKind.GATE;
import static org.sparklrp.rule.LayerKind.MATRIX_PRODUCT;
import static org.sparklrp.rule.LayerKind.NORMALIZATION;
import static org.sparklrp.rule.LayerKind.OTHER_ACTIVATION;
import static org.sparklrp.rule.LayerKind.RELU;
import static org.sparklrp.rule.LayerKind.ROUTING;
import static org.sparklrp.rule.LayerKind.SOFTMAX;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;

/** The composites by name, with the assignments the literature and zennit 1.0 give them. */
public final class Composites {
  private static final String EVERYWHERE = "-everywhere";
  private static final List<String> EVERYWHERE_RULES =
      List.of("epsilon", "gamma", "alpha2-beta1", "zplus", "wsquare", "flat");
  private static final List<String> NAMES =
      List.of(
          "epsilon-plus",
          "epsilon-plus-flat",
          "epsilon-alpha2-beta1",
          "epsilon-alpha2-beta1-flat",
          "epsilon-gamma-box",
          "excitation-backprop",
          "guided-backprop",
          "deconvnet",
          "beta-smooth",
          "deep-taylor",
          "attn-lrp",
          "gradient");

  /** The sharpness of beta-smooth, as zennit has it. */
  private static final double SMOOTHNESS = 10;

  private Composites() {}

  /** The names, without the forms {@code RULE-everywhere}. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The composite of this name: one of {@link #names()}, or {@code RULE-everywhere}, which gives
   * one rule to every layer with weights, as in {@code gamma-0.25-everywhere}.
   *
   * @throws UserException when there is none
   */
  public static Composite named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot use the composite %s: it is unknown; %s"
                        .formatted(name, alternatives(name))));
  }

  /** The composite of this name, if there is one. */
  public static Optional<Composite> find(String name) {
    return switch (name) {
      case "epsilon-plus" -> Optional.of(plus(name));
      case "epsilon-plus-flat" ->
          Optional.of(plus(name).withFirst(new Rule.Flat(), CONVOLUTION, DENSE));
      case "epsilon-alpha2-beta1" -> Optional.of(alphaBeta(name));
      case "epsilon-alpha2-beta1-flat" ->
          Optional.of(alphaBeta(name).withFirst(new Rule.Flat(), CONVOLUTION, DENSE));
      case "epsilon-gamma-box" ->
          Optional.of(
              propagating(name, new Rule.Gamma(0.25)).withFirst(new Rule.ZBox(), CONVOLUTION));
      case "excitation-backprop" ->
          Optional.of(
              differentiating(name, Composite.Start.LOGIT)
                  .with(new Rule.ZPlus(), CONVOLUTION, DENSE)
                  .with(new Rule.Norm(), ADD, AVERAGE_POOL, NORMALIZATION, MATRIX_PRODUCT)
                  .with(new Rule.Taylor(), SOFTMAX)
                  .with(new Rule.Epsilon(Rule.DEFAULT_EPSILON), AFFINE));
      case "guided-backprop" ->
          Optional.of(
              differentiating(name, Composite.Start.ONE).with(new Rule.GuidedGradient(), RELU));
      case "deconvnet" ->
          Optional.of(
              differentiating(name, Composite.Start.ONE).with(new Rule.DeconvGradient(), RELU));
      case "beta-smooth" ->
          Optional.of(
              differentiating(name, Composite.Start.ONE)
                  .with(new Rule.SmoothGradient(SMOOTHNESS), RELU));
      case "deep-taylor" -> Optional.of(deepTaylor(new Rule.ZBox()));
      case "attn-lrp" -> Optional.of(attention(name));
      case "gradient" -> Optional.of(differentiating(name, Composite.Start.ONE));
      default -> everywhere(name);
    };
  }

  /**
   * Deep Taylor decomposition (Montavon et al. 2017) of inputs without bounds: w-square in place of
   * zbox at the first layer.
   */
  public static Composite deepTaylorUnbounded() {
    return deepTaylor(new Rule.WSquare());
  }

  private static Composite deepTaylor(Rule first) {
    return propagating("deep-taylor", new Rule.ZPlus())
        .with(new Rule.ZPlus(), DENSE)
        .withFirst(first, CONVOLUTION, DENSE);
  }

  /** For a message about an unknown name: the nearest known one and all that are allowed. */
  public static String alternatives(String name) {
    List<String> known = new ArrayList<>(NAMES);
    EVERYWHERE_RULES.forEach(rule -> known.add(rule + EVERYWHERE));
    return "the nearest is %s, and allowed are %s and RULE%s, RULE being one of %s"
        .formatted(
            NearestName.of(name, known),
            String.join(", ", NAMES),
            EVERYWHERE,
            String.join(", ", RuleNames.FORMS.subList(0, EVERYWHERE_RULES.size())));
  }

  /**
   * AttnLRP (Achtibat et al. 2024): epsilon everywhere, a product of two computed tensors halved
   * between them, and softmax by its Taylor expansion.
   */
  private static Composite attention(String name) {
    Rule epsilon = new Rule.Epsilon(Rule.DEFAULT_EPSILON);
    return propagating(name, epsilon).with(new Rule.Uniform(), GATE).with(epsilon, MATRIX_PRODUCT);
  }

  private static Composite plus(String name) {
    return propagating(name, new Rule.ZPlus());
  }

  private static Composite alphaBeta(String name) {
    return propagating(name, new Rule.AlphaBeta(2, 1));
  }

  /**
   * Relevance propagation: this rule for convolutions, epsilon for fully connected layers. Softmax,
   * about which the literature before transformers says nothing, follows Achtibat et al. 2024; so
   * do products of computed matrices in the reference account, while the conserving account splits
   * them, as sums and pools, so that relevance cannot explode.
   */
  private static Composite propagating(String name, Rule convolution) {
    Rule epsilon = new Rule.Epsilon(Rule.DEFAULT_EPSILON);
    return differentiating(name, Composite.Start.LOGIT)
        .with(new Rule.Pass(), RELU, OTHER_ACTIVATION, GATE, ROUTING)
        .with(new Rule.Norm(), ADD, AVERAGE_POOL, NORMALIZATION, MATRIX_PRODUCT)
        .with(new Rule.Taylor(), SOFTMAX)
        .with(epsilon, DENSE, AFFINE)
        .with(convolution, CONVOLUTION);
  }

  private static Composite differentiating(String name, Composite.Start start) {
    Map<LayerKind, Rule> rules = new EnumMap<>(LayerKind.class);
    for (LayerKind kind : LayerKind.values()) {
      rules.put(kind, new Rule.Gradient());
    }
    return new Composite(name, start, rules, Map.of());
  }

  private static Optional<Composite> everywhere(String name) {
    if (!name.endsWith(EVERYWHERE)) {
      return Optional.empty();
    }
    return RuleNames.find(name.substring(0, name.length() - EVERYWHERE.length()))
        .filter(RuleNames::isForEveryLinearLayer)
        .map(rule -> propagating(name, rule).with(rule, DENSE));
  }
}
