package org.sparklrp.audit.drift;

import java.util.Arrays;

/** How often chance gives as much: tails of distributions that are smooth far out. */
public final class Tails {
  private static final int MOST_TERMS = 10_000;
  private static final double PRECISION = 1e-15;
  private static final double[] LANCZOS = {
    0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531,
    -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private Tails() {}

  /** Two-sided, of a standard normal variable. */
  public static double normal(double z) {
    return upperGamma(0.5, z * z / 2);
  }

  /**
   * Of a quadratic form in many differences, as squares of distances are: a sum of squares of
   * normal variables with weights. Told by the mean and variance of some draws and the largest
   * skewness that such a sum can have, that of a single square: a chi-square variable with one
   * degree of freedom, moved and stretched, whose tail is no thinner however the weights are. So
   * 200 draws tell of 1 in 10,000, and rather say too often than too seldom. A gamma variable of
   * the same mean and variance (Satterthwaite 1946) has half the tail, and less, where one weight
   * outweighs the others. Where the draws do not vary, 1 up to their mean and 0 above.
   */
  public static double quadratic(double[] draws, double observed) {
    double mean = Arrays.stream(draws).average().orElse(0);
    double variance =
        Arrays.stream(draws).map(draw -> (draw - mean) * (draw - mean)).average().orElse(0);
    if (!(variance > 0)) {
      return observed <= mean ? 1 : 0;
    }
    return upperGamma(0.5, (1 + (observed - mean) * Math.sqrt(2 / variance)) / 2);
  }

  /**
   * Of the difference of two shares, two-sided, by their pooled standard error; 1 where both are
   * the same.
   */
  public static double shares(long first, long ofFirst, long second, long ofSecond) {
    if (ofFirst == 0 || ofSecond == 0) {
      return 1;
    }
    double difference = (double) first / ofFirst - (double) second / ofSecond;
    double pooled = (double) (first + second) / (ofFirst + ofSecond);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / ofFirst + 1.0 / ofSecond));
    return difference == 0 ? 1 : normal(difference / error);
  }

  /** The regularised upper incomplete gamma function Q(a, x). */
  static double upperGamma(double a, double x) {
    if (x <= 0) {
      return 1;
    }
    double front = Math.exp(a * Math.log(x) - x - logGamma(a));
    return x < a + 1 ? Math.max(0, 1 - front * series(a, x)) : front * fraction(a, x);
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < MOST_TERMS && term > PRECISION * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  /** Lentz's method. */
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = Double.MAX_VALUE;
    double d = 1 / b;
    double value = d;
    for (int n = 1; n < MOST_TERMS; n++) {
      double numerator = -n * (n - a);
      b += 2;
      d = 1 / (numerator * d + b);
      c = b + numerator / c;
      double change = c * d;
      value *= change;
      if (Math.abs(change - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }

  private static double logGamma(double a) {
    if (a < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * a)) - logGamma(1 - a);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (a - 1 + i);
    }
    double base = a + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (a - 0.5) * Math.log(base) - base + Math.log(sum);
  }
}
