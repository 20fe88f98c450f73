package org.sparklrp.relevance;

/**
 * The explanation of one image for one target.
 *
 * @param target what is explained
 * @param probability the softmax probability of the target's class; for a contrast, of its first
 *     class
 * @param ledger where the score went
 * @param map the relevance of the input
 */
public record TargetExplanation(
    Target target, double probability, Ledger ledger, RelevanceMap map) {}
