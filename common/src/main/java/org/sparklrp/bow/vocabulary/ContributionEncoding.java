package org.sparklrp.bow.vocabulary;

import org.sparklrp.bow.feature.LocalFeatures;

/**
 * Every feature contributes a vector of its own, and they are added up: x = sum_l Psi(l), or its
 * mean. A dimension's relevance goes to features in proportion to Psi_d(l), sign included
 * (Lapuschkin et al. 2016, "Analyzing Classifiers: Fisher Vectors and Deep Neural Networks").
 */
public sealed interface ContributionEncoding extends Encoding permits FisherVector, Vlad {

  /** Whether the contributions' mean is taken rather than their sum. */
  boolean isMean();

  /** The dimension within a cell of one of a word's values. */
  int dimension(int word, int value);

  /** The words features contribute to, with weights. */
  Shares assign(LocalFeatures features);

  /**
   * What a feature contributes to the values of a word.
   *
   * @param weight of the feature on the word
   * @param values receives them, {@link #valuesPerWord()}
   */
  void contribute(LocalFeatures features, int feature, int word, double weight, double[] values);

  @Override
  default PooledContributions pool(
      LocalFeatures features, Placement placement, Normalization normalization) {
    return PooledContributions.of(placement, this, features, normalization);
  }
}
