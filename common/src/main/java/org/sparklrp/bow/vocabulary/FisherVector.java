package org.sparklrp.bow.vocabulary;

import org.sparklrp.bow.feature.LocalFeatures;

/**
 * A Fisher vector (Perronnin, Sanchez and Mensink 2010): the mean over the features of the
 * normalised gradients of a mixture's log-likelihood. With the share g of a feature l that is
 * component k's, and u = (l - mean_k) / sigma_k, a feature contributes g u_j / sqrt(pi_k) to
 * dimension {@code k * D + j}, and g (u_j^2 - 1) / sqrt(2 pi_k) to dimension {@code (K + k) * D +
 * j}: all means before all deviations. The gradient by the components' weights is left out.
 *
 * @param mixture K components of D dimensions
 */
public record FisherVector(GaussianMixture mixture) implements ContributionEncoding {
  @Override
  public int inputs() {
    return mixture.dimension();
  }

  @Override
  public int values() {
    return 2 * mixture.components() * mixture.dimension();
  }

  @Override
  public int valuesPerWord() {
    return 2 * mixture.dimension();
  }

  @Override
  public long parameters() {
    return (long) mixture.components() * (1 + 2L * mixture.dimension());
  }

  @Override
  public boolean isMean() {
    return true;
  }

  @Override
  public int dimension(int word, int value) {
    int length = mixture.dimension();
    return value < length
        ? word * length + value
        : (mixture.components() + word) * length + value - length;
  }

  @Override
  public Shares assign(LocalFeatures features) {
    return mixture.shares(features);
  }

  @Override
  public void contribute(
      LocalFeatures features, int feature, int word, double weight, double[] values) {
    int length = mixture.dimension();
    double ofMean = weight / Math.sqrt(mixture.weights()[word]);
    double ofDeviation = ofMean / Math.sqrt(2);
    for (int j = 0; j < length; j++) {
      double u =
          (features.descriptors()[feature * length + j] - mixture.means()[word * length + j])
              / Math.sqrt(mixture.variances()[word * length + j]);
      values[j] = ofMean * u;
      values[length + j] = ofDeviation * (u * u - 1);
    }
  }
}
