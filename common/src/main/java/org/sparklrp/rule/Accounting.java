package org.sparklrp.rule;

/** Who keeps the relevance that biases, dead neurons and sums would swallow. */
public enum Accounting {
  /**
   * As published implementations do, number for number: biases and dead inputs absorb, sums use the
   * norm rule.
   */
  REFERENCE,
  /**
   * The conservation property of Bach et al. 2015 (eq. 2) on every network: a bias's share is
   * spread over the inputs in proportion to the size of their contributions, a sum splits by its
   * positive parts, a neuron whose denominator is zero spreads its relevance evenly.
   */
  CONSERVING
}
