package org.sparklrp.bow.vocabulary;

import org.sparklrp.bow.feature.LocalFeatures;

/**
 * Contributions of features to a vector, added up. They have a sign, and each feature has one in
 * most dimensions: they are computed again when they are asked for, rather than kept.
 *
 * @param placement where the features lie
 * @param encoding what a feature contributes
 * @param features the features
 * @param shares which words a feature contributes to, and with what weight
 * @param sums per dimension the sum of the contributions
 * @param magnitudes per dimension the sum of their absolute values
 * @param vector the sums, or their means, normalised
 */
public record PooledContributions(
    Placement placement,
    ContributionEncoding encoding,
    LocalFeatures features,
    Shares shares,
    double[] sums,
    double[] magnitudes,
    double[] vector)
    implements PooledFeatures {

  /** Below this share of what was added up, a sum is nothing but rounding. */
  private static final double ROUNDING = 1e-9;

  /** What is done with a contribution. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes what a feature contributes to a dimension of the vector. */
    void visit(int dimension, double contribution);
  }

  /** Adds contributions up. */
  static PooledContributions of(
      Placement placement,
      ContributionEncoding encoding,
      LocalFeatures features,
      Normalization normalization) {
    int[] count = placement.featuresPerCell();
    double[] sums = new double[count.length * encoding.values()];
    double[] magnitudes = new double[sums.length];
    double[] vector = new double[sums.length];
    PooledContributions pooled =
        new PooledContributions(
            placement, encoding, features, encoding.assign(features), sums, magnitudes, vector);
    for (int feature = 0; feature < features.count(); feature++) {
      pooled.visit(
          feature,
          (dimension, contribution) -> {
            sums[dimension] += contribution;
            magnitudes[dimension] += Math.abs(contribution);
          });
    }
    for (int d = 0; d < vector.length; d++) {
      boolean isMean = encoding.isMean() && count[d / encoding.values()] > 0;
      vector[d] = isMean ? sums[d] / count[d / encoding.values()] : sums[d];
    }
    normalization.apply(vector, encoding.values(), encoding.valuesPerWord());
    return pooled;
  }

  /** Visits all contributions of a feature that are not 0 for a word it does not belong to. */
  public void visit(int feature, Visitor visitor) {
    double[] values = new double[encoding.valuesPerWord()];
    int perFeature = shares.perFeature();
    for (int i = feature * perFeature; i < (feature + 1) * perFeature; i++) {
      if (shares.weights()[i] == 0) {
        continue;
      }
      int word = shares.words()[i];
      encoding.contribute(features, feature, word, shares.weights()[i], values);
      for (int cell : placement.cells().get(feature)) {
        for (int value = 0; value < values.length; value++) {
          visitor.visit(cell * encoding.values() + encoding.dimension(word, value), values[value]);
        }
      }
    }
  }

  @Override
  public boolean isMapped(int dimension) {
    return Math.abs(sums[dimension]) > ROUNDING * magnitudes[dimension];
  }

  @Override
  public int mainWord(int feature) {
    return shares.mainWord(feature);
  }
}
