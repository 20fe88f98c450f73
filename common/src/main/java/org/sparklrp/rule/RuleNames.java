package org.sparklrp.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;

/**
 * Rules as users write and read them: {@code epsilon-1e-6}, {@code gamma-0.25}, {@code
 * alpha2-beta1}, {@code zplus}.
 */
public final class RuleNames {
  /** The forms a name may have, for messages. */
  public static final List<String> FORMS =
      List.of(
          "epsilon[-E]",
          "gamma[-G]",
          "alphaA-betaB",
          "zplus",
          "wsquare",
          "flat",
          "zbox",
          "norm",
          "pass",
          "uniform",
          "taylor",
          "gradient");

  private static final String NUMBER = "(\\d+(?:\\.\\d+)?(?:e-?\\d+)?)";
  private static final Pattern EPSILON = Pattern.compile("epsilon-" + NUMBER);
  private static final Pattern GAMMA = Pattern.compile("gamma-" + NUMBER);
  private static final Pattern ALPHA_BETA = Pattern.compile("alpha" + NUMBER + "-beta" + NUMBER);

  private RuleNames() {}

  /**
   * The rule of this name.
   *
   * @throws UserException when there is none
   */
  public static Rule parse(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot use the rule %s: it is unknown; %s"
                        .formatted(name, alternatives(name))));
  }

  /** For a message about an unknown name: the nearest known one and all that are allowed. */
  public static String alternatives(String name) {
    List<String> plain = FORMS.stream().map(form -> form.replaceFirst("\\[.*", "")).toList();
    return "the nearest is %s, and allowed are %s"
        .formatted(NearestName.of(name, plain), String.join(", ", FORMS));
  }

  /** The rule of this name, if there is one. */
  public static Optional<Rule> find(String name) {
    return switch (name) {
      case "epsilon" -> Optional.of(new Rule.Epsilon(Rule.DEFAULT_EPSILON));
      case "gamma" -> Optional.of(new Rule.Gamma(0.25));
      case "zplus" -> Optional.of(new Rule.ZPlus());
      case "wsquare" -> Optional.of(new Rule.WSquare());
      case "flat" -> Optional.of(new Rule.Flat());
      case "zbox" -> Optional.of(new Rule.ZBox());
      case "norm" -> Optional.of(new Rule.Norm());
      case "pass" -> Optional.of(new Rule.Pass());
      case "taylor" -> Optional.of(new Rule.Taylor());
      case "uniform" -> Optional.of(new Rule.Uniform());
      case "gradient" -> Optional.of(new Rule.Gradient());
      default -> parameterised(name);
    };
  }

  private static Optional<Rule> parameterised(String name) {
    Matcher epsilon = EPSILON.matcher(name);
    if (epsilon.matches()) {
      return Optional.of(new Rule.Epsilon(Double.parseDouble(epsilon.group(1))));
    }
    Matcher gamma = GAMMA.matcher(name);
    if (gamma.matches()) {
      return Optional.of(new Rule.Gamma(Double.parseDouble(gamma.group(1))));
    }
    Matcher alphaBeta = ALPHA_BETA.matcher(name);
    if (alphaBeta.matches()) {
      BigDecimal alpha = new BigDecimal(alphaBeta.group(1));
      BigDecimal beta = new BigDecimal(alphaBeta.group(2));
      if (alpha.subtract(beta).compareTo(BigDecimal.ONE) == 0) {
        return Optional.of(new Rule.AlphaBeta(alpha.doubleValue(), beta.doubleValue()));
      }
    }
    return Optional.empty();
  }

  /** Whether a rule can serve every layer with weights: those of a {@code RULE-everywhere}. */
  static boolean isForEveryLinearLayer(Rule rule) {
    return !(rule instanceof Rule.ZBox)
        && !(rule instanceof Rule.Gradient)
        && LayerKind.CONVOLUTION.accepts(rule);
  }

  /** The name of a rule, as {@link #parse} reads it where users may choose the rule. */
  public static String of(Rule rule) {
    if (rule instanceof Rule.Epsilon epsilon) {
      return "epsilon-" + shortest(epsilon.epsilon());
    }
    if (rule instanceof Rule.Gamma gamma) {
      return "gamma-" + shortest(gamma.gamma());
    }
    if (rule instanceof Rule.AlphaBeta both) {
      return "alpha" + shortest(both.alpha()) + "-beta" + shortest(both.beta());
    }
    if (rule instanceof Rule.GuidedGradient) {
      return "guided gradient";
    }
    if (rule instanceof Rule.DeconvGradient) {
      return "deconvnet gradient";
    }
    if (rule instanceof Rule.SmoothGradient smooth) {
      return "smooth gradient-" + shortest(smooth.beta());
    }
    return rule.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String shortest(double number) {
    String digits = Double.toString(number);
    if (digits.contains("E-")) {
      return digits.replace(".0E", "e").replace('E', 'e');
    }
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
