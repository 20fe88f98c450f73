package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;
import org.sparklrp.fault.Keyword;
import org.sparklrp.image.PixelRange;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.RuleChoice;
import org.sparklrp.rule.RuleOverride;

/**
 * How images are explained: section {@code method}.
 *
 * @param name the method
 * @param rules for lrp: which rule each layer gets, and what becomes of the rest
 * @param pixels the darkest and the brightest pixel after preprocessing; unknown: computed from the
 *     preprocessing
 * @param parameters what methods other than lrp are told
 * @param conditions the channels that relevance may pass, per layer
 * @param precision the numbers that networks are explained with
 */
public record MethodConfig(
    Name name,
    RuleChoice rules,
    PixelRange pixels,
    MethodParameters parameters,
    List<Condition> conditions,
    Precision precision)
    implements Serializable {
  /** Copies the list. */
  public MethodConfig {
    conditions = List.copyOf(conditions);
  }

  /** A method with the defaults of everything that is not said here. */
  public static MethodConfig of(Name name, String composite, Accounting accounting) {
    return new MethodConfig(
        name,
        new RuleChoice(composite, List.of(), Policies.of(accounting)),
        PixelRange.UNKNOWN,
        MethodParameters.DEFAULTS,
        List.of(),
        Precision.FLOAT32);
  }

  /** The same method by other rules. */
  public MethodConfig with(RuleChoice others) {
    return new MethodConfig(name, others, pixels, parameters, conditions, precision);
  }

  /** The same method under other policies. */
  public MethodConfig with(Policies other) {
    return with(new RuleChoice(rules.composite(), rules.overrides(), other));
  }

  /** The same method with rules for single layers. */
  public MethodConfig withOverrides(List<RuleOverride> others) {
    return with(new RuleChoice(rules.composite(), others, rules.policies()));
  }

  /** The same method for pixels of this range. */
  public MethodConfig with(PixelRange other) {
    return new MethodConfig(name, rules, other, parameters, conditions, precision);
  }

  /** The same method with other parameters. */
  public MethodConfig with(MethodParameters others) {
    return new MethodConfig(name, rules, pixels, others, conditions, precision);
  }

  /** The same method in other numbers. */
  public MethodConfig with(Precision other) {
    return new MethodConfig(name, rules, pixels, parameters, conditions, other);
  }

  /** The methods. */
  public enum Name {
    /** Layer-wise relevance propagation by a composite (Bach et al. 2015). */
    LRP,
    /** zplus inside, bounded or unbounded root search at the pixels (Montavon et al. 2017). */
    DEEP_TAYLOR,
    /** First-order expansion at a root of the score (Bach et al. 2015, eq. 13). */
    SIMPLE_TAYLOR,
    /** The squared derivative of the logit by the input (Simonyan et al. 2014). */
    SENSITIVITY,
    /** The derivative of the logit by the input. */
    GRADIENT,
    /** The derivative times the input. */
    INPUT_X_GRADIENT,
    /** The mean gradient over noisy copies of the image (Smilkov et al. 2017). */
    SMOOTHGRAD,
    /** The gradient along the way from a baseline (Sundararajan et al. 2017). */
    INTEGRATED_GRADIENTS,
    /** ReLUs pass positive signals at active neurons (Springenberg et al. 2015). */
    GUIDED_BACKPROP,
    /** ReLUs pass positive signals (Zeiler and Fergus 2014). */
    DECONVNET,
    /** Positive weights alone (Zhang et al. 2018). */
    EXCITATION_BACKPROP,
    /** The gradient with smooth ReLUs (Dombrowski et al. 2019). */
    BETA_SMOOTH,
    /** A layer's channels weighted by their mean gradient (Selvaraju et al. 2017). */
    GRAD_CAM,
    /** What the score loses where a patch is covered (Zeiler and Fergus 2014). */
    OCCLUSION;

    /** The name in configurations and tables. */
    public String key() {
      return Keyword.of(this);
    }

    /** Whether the method is a composite of the same name. */
    public boolean isComposite() {
      return switch (this) {
        case DEEP_TAYLOR, GUIDED_BACKPROP, DECONVNET, EXCITATION_BACKPROP, BETA_SMOOTH -> true;
        default -> false;
      };
    }

    /** Whether relevance is handed from layer to layer once, so that layers have their share. */
    public boolean isPropagation() {
      return this == LRP
          || this == GRADIENT
          || this == INPUT_X_GRADIENT
          || this == SENSITIVITY
          || isComposite();
    }
  }
}
