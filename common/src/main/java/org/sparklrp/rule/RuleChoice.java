package org.sparklrp.rule;

import java.io.Serializable;
import java.util.List;

/**
 * Which rules relevance follows through a network.
 *
 * @param composite the name of the composite: which rule each kind of layer gets
 * @param overrides rules for single layers, first match wins
 * @param policies what becomes of what biases, sums and dead neurons would swallow
 */
public record RuleChoice(String composite, List<RuleOverride> overrides, Policies policies)
    implements Serializable {
  /** Copies the list. */
  public RuleChoice {
    overrides = List.copyOf(overrides);
  }
}
