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
 * @param bagOfWords what was seen inside a Bag-of-Words model
 */
public record TargetExplanation(
    Target target,
    double probability,
    Ledger ledger,
    RelevanceMap map,
    LayerRelevance layers,
    BowRelevance bagOfWords) {
  /** An explanation without a look inside. */
  public TargetExplanation(Target target, double probability, Ledger ledger, RelevanceMap map) {
    this(target, probability, ledger, map, LayerRelevance.NONE, BowRelevance.NONE);
  }

  /** An explanation of a network. */
  public TargetExplanation(
      Target target, double probability, Ledger ledger, RelevanceMap map, LayerRelevance layers) {
    this(target, probability, ledger, map, layers, BowRelevance.NONE);
  }
}
