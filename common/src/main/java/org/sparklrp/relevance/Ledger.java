package org.sparklrp.relevance;

/**
 * Where the score of one explanation went: {@code score = relevanceSum + absorbedBias +
 * absorbedStabilizer + absorbedDead + residual}.
 *
 * @param score the value explained
 * @param relevanceSum the sum of the relevance map, added in double precision
 * @param absorbedBias what biases kept
 * @param absorbedStabilizer what the stabiliser of denominators kept
 * @param absorbedDead what was lost at neurons whose denominator is zero
 */
public record Ledger(
    double score,
    double relevanceSum,
    double absorbedBias,
    double absorbedStabilizer,
    double absorbedDead) {
  /**
   * What no account explains: the rounding of the arithmetic for LRP, the method's own remainder
   * for others.
   */
  public double residual() {
    return score - relevanceSum - absorbedBias - absorbedStabilizer - absorbedDead;
  }
}
