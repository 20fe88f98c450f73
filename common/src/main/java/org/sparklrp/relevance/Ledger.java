package org.sparklrp.relevance;

/**
 * Where the score of one explanation went: {@code score = relevanceSum + absorbedBias +
 * absorbedStabilizer + absorbedDead + absorbedConditions + residual}.
 *
 * @param score the value explained
 * @param relevanceSum the sum of the relevance map, added in double precision
 * @param absorbedBias what biases kept; for a method that compares with another input
 *     (integrated-gradients: the baseline, simple-taylor: the root), the score of that input
 * @param absorbedStabilizer what the stabiliser of denominators kept
 * @param absorbedDead what was lost at neurons whose denominator is zero
 * @param absorbedConditions what the channels would have handed on that conditions leave out
 */
public record Ledger(
    double score,
    double relevanceSum,
    double absorbedBias,
    double absorbedStabilizer,
    double absorbedDead,
    double absorbedConditions) {

  /** A ledger without conditions. */
  public Ledger(
      double score,
      double relevanceSum,
      double absorbedBias,
      double absorbedStabilizer,
      double absorbedDead) {
    this(score, relevanceSum, absorbedBias, absorbedStabilizer, absorbedDead, 0);
  }

  /**
   * What no account explains: the rounding of the arithmetic for LRP, the method's own remainder
   * for others.
   */
  public double residual() {
    return score
        - relevanceSum
        - absorbedBias
        - absorbedStabilizer
        - absorbedDead
        - absorbedConditions;
  }
}
