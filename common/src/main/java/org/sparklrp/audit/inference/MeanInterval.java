package org.sparklrp.audit.inference;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A mean with its 95 % interval and whether it differs from 0: by bootstrap and random signs for
 * few values, by the normal distribution for many, where the two agree and the latter costs
 * nothing.
 *
 * @param mean of the values; 0 for none
 * @param lower end of the interval; NaN for one value, which says nothing of its spread
 * @param upper end of it; likewise
 * @param pValue two-sided, for a mean of 0
 */
public record MeanInterval(double mean, double lower, double upper, double pValue)
    implements Serializable {
  private static final int MANY = 2000;
  private static final double TAIL = 1.959963984540054;

  /** The smallest p-value that random signs give. */
  private static final double LEAST = 1 / 5000.0;

  /** Of some values; deterministic from the seed. */
  public static MeanInterval of(double[] values, long seed) {
    if (values.length == 1) {
      return new MeanInterval(values[0], Double.NaN, Double.NaN, 1);
    }
    if (values.length > MANY) {
      return normal(values);
    }
    PairedDifference difference = PairedDifference.of(values, seed);
    boolean isNothing = Arrays.stream(values).allMatch(value -> value == 0);
    double oneSided = Math.min(difference.pValue(), 1 - difference.pValue() + LEAST);
    return new MeanInterval(
        difference.mean(),
        difference.lower(),
        difference.upper(),
        isNothing ? 1 : Math.min(1, 2 * oneSided));
  }

  private static MeanInterval normal(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    double z = error == 0 ? (mean == 0 ? 0 : Double.POSITIVE_INFINITY) : Math.abs(mean) / error;
    return new MeanInterval(
        mean, mean - TAIL * error, mean + TAIL * error, Math.max(LEAST, 2 * upperTail(z)));
  }

  /**
   * The chance that a standard normal number exceeds z, within 7.5e-8 (Abramowitz and Stegun 1964,
   * 26.2.17).
   */
  static double upperTail(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }
}
