package org.sparklrp.relevance;

/**
 * What one layer received and kept of the relevance of one explanation.
 *
 * @param position of the layer in the network, from 0 at the input
 * @param layer its name
 * @param relevanceIn the sum of the relevance that arrived at its output
 * @param absorbedBias what its bias kept
 * @param absorbedStabilizer what its stabiliser kept
 * @param absorbedDead what was lost at its neurons whose denominator is zero
 */
public record LayerFlow(
    int position,
    String layer,
    double relevanceIn,
    double absorbedBias,
    double absorbedStabilizer,
    double absorbedDead) {

  /** What the layer handed on to its inputs. */
  public double relevanceOut() {
    return relevanceIn - absorbedBias - absorbedStabilizer - absorbedDead;
  }
}
