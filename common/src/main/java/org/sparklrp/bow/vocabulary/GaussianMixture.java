package org.sparklrp.bow.vocabulary;

import java.io.Serializable;
import java.util.Locale;
import org.sparklrp.bow.feature.LocalFeatures;

/**
 * A mixture of K normal distributions of D independent dimensions each.
 *
 * <p>A class and not a record because equality by content would compare all parameters.
 */
public final class GaussianMixture implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final double[] weights;
  private final double[] means;
  private final double[] variances;
  private final double[] logScales;

  /**
   * A mixture of these parameters, shared, not copied.
   *
   * @param weights pi_k, K of them, above 0, their sum 1
   * @param means K x D, row-major
   * @param variances likewise, above 0
   */
  public GaussianMixture(double[] weights, double[] means, double[] variances) {
    int components = weights.length;
    if (components == 0
        || means.length == 0
        || means.length % components != 0
        || variances.length != means.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d means and %d variances do not fit a mixture of %d components",
              means.length,
              variances.length,
              components));
    }
    this.dimension = means.length / components;
    this.weights = weights;
    this.means = means;
    this.variances = variances;
    this.logScales = new double[components];
    for (int k = 0; k < components; k++) {
      if (!(weights[k] > 0)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "component %d has the weight %s, not above 0", k, weights[k]));
      }
      double logVariances = 0;
      for (int i = k * dimension; i < (k + 1) * dimension; i++) {
        if (!(variances[i] > 0)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT, "component %d has a variance of %s, not above 0", k, variances[i]));
        }
        logVariances += Math.log(variances[i]);
      }
      logScales[k] = Math.log(weights[k]) - logVariances / 2;
    }
  }

  /** K. */
  public int components() {
    return weights.length;
  }

  /** D. */
  public int dimension() {
    return dimension;
  }

  /** pi_k, shared: read only. */
  public double[] weights() {
    return weights;
  }

  /** K x D, shared: read only. */
  public double[] means() {
    return means;
  }

  /** K x D, shared: read only. */
  public double[] variances() {
    return variances;
  }

  /** The shares of each feature that are the components': pi_k N_k(l) / sum_j pi_j N_j(l). */
  Shares shares(LocalFeatures features) {
    int components = weights.length;
    int[] words = new int[features.count() * components];
    double[] shares = new double[words.length];
    double[] logs = new double[components];
    for (int feature = 0; feature < features.count(); feature++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < components; k++) {
        logs[k] = logScales[k] - squaredDistance(features, feature, k) / 2;
        largest = Math.max(largest, logs[k]);
      }
      double sum = 0;
      for (int k = 0; k < components; k++) {
        logs[k] = Math.exp(logs[k] - largest);
        sum += logs[k];
      }
      for (int k = 0; k < components; k++) {
        words[feature * components + k] = k;
        shares[feature * components + k] = logs[k] / sum;
      }
    }
    return new Shares(components, words, shares);
  }

  private double squaredDistance(LocalFeatures features, int feature, int component) {
    float[] descriptors = features.descriptors();
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      double difference = descriptors[feature * dimension + j] - means[component * dimension + j];
      sum += difference * difference / variances[component * dimension + j];
    }
    return sum;
  }
}
