package org.sparklrp.relevance;

/**
 * The explanation of one image for one target.
 *
 * @param target what is explained
 * @param probability the softmax probability of the target's class; for a contrast, of its first
 *     class
 * @param ledger where the score went
 * @param map the relevance of the input
 * @param layers what was seen inside the network
 */
public record TargetExplanation(
    Target target, double probability, Ledger ledger, RelevanceMap map, LayerRelevance layers) {
  /** An explanation without a look inside. */
  public TargetExplanation(Target target, double probability, Ledger ledger, RelevanceMap map) {
    this(target, probability, ledger, map, LayerRelevance.NONE);
  }
}
