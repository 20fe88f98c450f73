package org.sparklrp.config;

import java.util.List;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.RuleOverride;

/**
 * How images are explained: section {@code method}.
 *
 * @param name the method
 * @param composite for lrp: which rule each layer gets
 * @param accounting who keeps what biases and dead neurons would swallow
 * @param overrides rules for layers by name, first match wins
 * @param low the darkest pixel after preprocessing, one value or one per channel; empty: computed
 *     from the preprocessing
 * @param high the brightest pixel after preprocessing, likewise
 */
public record MethodConfig(
    Name name,
    String composite,
    Accounting accounting,
    List<RuleOverride> overrides,
    List<Float> low,
    List<Float> high) {
  /** Copies the lists. */
  public MethodConfig {
    overrides = List.copyOf(overrides);
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /** The methods. */
  public enum Name {
    /** Layer-wise relevance propagation by a composite. */
    LRP,
    /** The derivative of the logit by the input. */
    GRADIENT,
    /** The derivative times the input. */
    INPUT_X_GRADIENT;

    /** The name in configurations and tables. */
    public String key() {
      return Choice.key(this);
    }
  }
}
