package org.sparklrp.bow.vocabulary;

import java.io.Serializable;

/**
 * How the weights of all features on a word become one number: x_d = (1/M sum_j m_d(l_j)^p)^(1/p),
 * M the number of features. p = 1 is the mean (the paper's sum pooling), p = infinity the maximum
 * (Bach et al. 2015, section on Bag of Words).
 *
 * @param p at least 1, or infinity
 * @param isCount whether M is left out; only for p = 1
 */
public record Pooling(double p, boolean isCount) implements Serializable {
  /** The mean of the weights. */
  public static final Pooling SUM = new Pooling(1);

  /** The largest weight. */
  public static final Pooling MAX = new Pooling(Double.POSITIVE_INFINITY);

  /** The sum of the weights, not divided by their number: a histogram of counts. */
  public static final Pooling COUNT = new Pooling(1, true);

  /** Pooling by p-means. */
  public Pooling(double p) {
    this(p, false);
  }

  /** Checks p. */
  public Pooling {
    if (!(p >= 1)) {
      throw new IllegalArgumentException("p-means need p of at least 1, not " + p);
    }
    if (isCount && p != 1) {
      throw new IllegalArgumentException("Counts have no p, not " + p);
    }
  }

  /** Whether this is the maximum. */
  public boolean isMax() {
    return Double.isInfinite(p);
  }

  /**
   * A weight's part in the sum, relative to the largest weight on its word so that no power
   * underflows: (weight / largest)^p; for the maximum 1 for the largest and 0 for others.
   */
  public double part(float weight, float largest) {
    if (weight == largest) {
      return 1;
    }
    if (isMax()) {
      return 0;
    }
    double ratio = (double) weight / largest;
    return p == 1 ? ratio : Math.pow(ratio, p);
  }

  /**
   * The pooled value.
   *
   * @param largest the largest weight
   * @param parts the sum of {@link #part} over the features
   * @param count M, the number of features
   */
  public double pooled(float largest, double parts, int count) {
    if (isMax()) {
      return largest;
    }
    double mean = isCount ? parts : parts / count;
    return largest * (p == 1 ? mean : Math.pow(mean, 1 / p));
  }
}
