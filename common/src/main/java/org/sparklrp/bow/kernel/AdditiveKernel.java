package org.sparklrp.bow.kernel;

/** A kernel that is a sum over dimensions: K(x, y) = sum_d k(x_d, y_d). */
public sealed interface AdditiveKernel extends SvmKernel {
  /** The natural logarithm of 2. */
  double LOG_OF_TWO = Math.log(2);

  /** Adds scale k(x, y_i) to each sum. */
  void addTerms(double x, double[] y, double scale, double[] sums);

  /** sum_i c_i k(x, y_i). */
  double weightedTerms(double x, double[] y, double[] coefficients);

  /** The derivative of {@link #weightedTerms} by x. */
  double weightedSlopes(double x, double[] y, double[] coefficients);

  @Override
  default void addValues(double[] x, Columns vectors, double scale, double[] sums) {
    for (int d = 0; d < x.length; d++) {
      addTerms(x[d], vectors.values()[d], scale, sums);
    }
  }

  @Override
  default void addShares(double[] x, Columns vectors, double[] coefficients, double[] shares) {
    for (int d = 0; d < x.length; d++) {
      shares[d] += weightedTerms(x[d], vectors.values()[d], coefficients);
    }
  }

  @Override
  default void addGradient(double[] x, Columns vectors, double[] coefficients, double[] gradient) {
    for (int d = 0; d < x.length; d++) {
      gradient[d] += weightedSlopes(x[d], vectors.values()[d], coefficients);
    }
  }

  @Override
  default boolean isSumDecomposable() {
    return true;
  }

  /** K(x, y) = sum_d x_d y_d. */
  record Linear() implements AdditiveKernel {
    @Override
    public void addTerms(double x, double[] y, double scale, double[] sums) {
      double factor = scale * x;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * y[i];
      }
    }

    @Override
    public double weightedTerms(double x, double[] y, double[] coefficients) {
      return x * weightedSlopes(x, y, coefficients);
    }

    @Override
    public double weightedSlopes(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * y[i];
      }
      return sum;
    }

    @Override
    public boolean isDifferentiable() {
      return true;
    }
  }

  /** K(x, y) = sum_d min(x_d, y_d) (Swain and Ballard 1991). */
  record HistogramIntersection() implements AdditiveKernel {
    @Override
    public void addTerms(double x, double[] y, double scale, double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += scale * Math.min(x, y[i]);
      }
    }

    @Override
    public double weightedTerms(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * Math.min(x, y[i]);
      }
      return sum;
    }

    @Override
    public double weightedSlopes(double x, double[] y, double[] coefficients) {
      throw new IllegalStateException("The histogram intersection kernel has no gradient");
    }

    @Override
    public boolean isDifferentiable() {
      return false;
    }
  }

  /**
   * K(x, y) = sum_d 2 x_d y_d / (x_d + y_d), 0 where both are 0: the additive chi-square kernel
   * (Vedaldi and Zisserman 2012). It is both differentiable and a sum over dimensions.
   */
  record ChiSquare() implements AdditiveKernel {
    @Override
    public void addTerms(double x, double[] y, double scale, double[] sums) {
      if (x == 0) {
        return;
      }
      double factor = 2 * scale * x;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * y[i] / (x + y[i]);
      }
    }

    @Override
    public double weightedTerms(double x, double[] y, double[] coefficients) {
      if (x == 0) {
        return 0;
      }
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * (y[i] / (x + y[i]));
      }
      return 2 * x * sum;
    }

    /** Each slope is 2 (y / (x + y))^2; 0 where both are 0. */
    @Override
    public double weightedSlopes(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        if (y[i] != 0) {
          double share = y[i] / (x + y[i]);
          sum += coefficients[i] * share * share;
        }
      }
      return 2 * sum;
    }

    @Override
    public boolean isDifferentiable() {
      return true;
    }
  }

  /**
   * K(x, y) = sum_d sqrt(x_d y_d), of Hellinger and Bhattacharyya (Vedaldi and Zisserman 2012). Its
   * slope has no bound at 0, where words are that an image does not have: it counts as one without
   * a gradient and is always split exactly. Vectors are at least 0.
   */
  record Hellinger() implements AdditiveKernel {
    @Override
    public void addTerms(double x, double[] y, double scale, double[] sums) {
      double factor = scale * Math.sqrt(x);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * Math.sqrt(y[i]);
      }
    }

    @Override
    public double weightedTerms(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * Math.sqrt(y[i]);
      }
      return Math.sqrt(x) * sum;
    }

    @Override
    public double weightedSlopes(double x, double[] y, double[] coefficients) {
      throw new IllegalStateException("The Hellinger kernel has no gradient at 0");
    }

    @Override
    public boolean isDifferentiable() {
      return false;
    }
  }

  /**
   * K(x, y) = sum_d x_d / 2 log2((x_d + y_d) / x_d) + y_d / 2 log2((x_d + y_d) / y_d), 0 where
   * either is 0, of Jensen and Shannon (Vedaldi and Zisserman 2012); K(x, x) is the sum of x. Its
   * slope has no bound at 0: as with {@link Hellinger}, it is always split exactly.
   */
  record JensenShannon() implements AdditiveKernel {
    @Override
    public void addTerms(double x, double[] y, double scale, double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += scale * term(x, y[i]);
      }
    }

    @Override
    public double weightedTerms(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * term(x, y[i]);
      }
      return sum;
    }

    private static double term(double x, double y) {
      if (x == 0 || y == 0) {
        return 0;
      }
      return (x * Math.log1p(y / x) + y * Math.log1p(x / y)) / (2 * LOG_OF_TWO);
    }

    @Override
    public double weightedSlopes(double x, double[] y, double[] coefficients) {
      throw new IllegalStateException("The Jensen-Shannon kernel has no gradient at 0");
    }

    @Override
    public boolean isDifferentiable() {
      return false;
    }
  }
}
