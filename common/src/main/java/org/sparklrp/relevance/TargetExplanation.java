package org.sparklrp.relevance;

import java.util.List;

/**
 * The explanation of one image for one target.
 *
 * @param target what is explained
 * @param probability the probability of the target's class, for a contrast of its first class: by
 *     softmax, or by the sigmoid of a single logit; NaN where the values explained are no logits
 * @param ledger where the score went
 * @param map the relevance of the input
 * @param layers what was seen inside the network
 * @param bow what was seen of the words and local features of a Bag-of-Words model, per channel;
 *     empty unless asked for
 */
public record TargetExplanation(
    Target target,
    double probability,
    Ledger ledger,
    RelevanceMap map,
    LayerRelevance layers,
    List<BowRelevance> bow) {
  /** Copies the list. */
  public TargetExplanation {
    bow = List.copyOf(bow);
  }

  /** An explanation by a network. */
  public TargetExplanation(
      Target target, double probability, Ledger ledger, RelevanceMap map, LayerRelevance layers) {
    this(target, probability, ledger, map, layers, List.of());
  }

  /** An explanation without a look inside. */
  public TargetExplanation(Target target, double probability, Ledger ledger, RelevanceMap map) {
    this(target, probability, ledger, map, LayerRelevance.NONE);
  }
}
