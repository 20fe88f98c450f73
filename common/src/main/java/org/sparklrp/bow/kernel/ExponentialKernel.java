package org.sparklrp.bow.kernel;

/** A kernel that falls off with a distance: K(x, y) = exp(-gamma sum_d t(x_d, y_d)). */
public sealed interface ExponentialKernel extends SvmKernel {

  /** How fast the kernel falls off, above 0. */
  double gamma();

  /** Adds t(x, y_i) to each sum. */
  void addDistances(double x, double[] y, double[] sums);

  /** sum_i c_i times the derivative of t(x, y_i) by x. */
  double weightedDistanceSlopes(double x, double[] y, double[] coefficients);

  /** The distances sum_d t(x_d, y_id), n of them. */
  default double[] distances(double[] x, Columns vectors) {
    double[] distances = new double[vectors.count()];
    for (int d = 0; d < x.length; d++) {
      addDistances(x[d], vectors.values()[d], distances);
    }
    return distances;
  }

  @Override
  default void addValues(double[] x, Columns vectors, double scale, double[] sums) {
    double[] distances = distances(x, vectors);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += scale * Math.exp(-gamma() * distances[i]);
    }
  }

  @Override
  default void addGradient(double[] x, Columns vectors, double[] coefficients, double[] gradient) {
    double[] outer = distances(x, vectors);
    for (int i = 0; i < outer.length; i++) {
      outer[i] = -gamma() * coefficients[i] * Math.exp(-gamma() * outer[i]);
    }
    for (int d = 0; d < x.length; d++) {
      gradient[d] += weightedDistanceSlopes(x[d], vectors.values()[d], outer);
    }
  }

  @Override
  default void addShares(double[] x, Columns vectors, double[] coefficients, double[] shares) {
    throw new IllegalStateException("The kernel " + this + " is no sum over dimensions");
  }

  @Override
  default boolean isSumDecomposable() {
    return false;
  }

  @Override
  default boolean isDifferentiable() {
    return true;
  }

  /**
   * K(x, y) = exp(-gamma sum_d (x_d - y_d)^2).
   *
   * @param gamma above 0
   */
  record Rbf(double gamma) implements ExponentialKernel {
    /** Checks gamma. */
    public Rbf {
      requirePositive(gamma);
    }

    @Override
    public void addDistances(double x, double[] y, double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        double difference = x - y[i];
        sums[i] += difference * difference;
      }
    }

    @Override
    public double weightedDistanceSlopes(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * (x - y[i]);
      }
      return 2 * sum;
    }
  }

  /**
   * K(x, y) = exp(-gamma sum_d (x_d - y_d)^2 / (x_d + y_d)), terms 0 where both are 0 (Zhang et al.
   * 2007).
   *
   * @param gamma above 0
   */
  record ExponentialChiSquare(double gamma) implements ExponentialKernel {
    /** Checks gamma. */
    public ExponentialChiSquare {
      requirePositive(gamma);
    }

    @Override
    public void addDistances(double x, double[] y, double[] sums) {
      if (x == 0) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += y[i];
        }
        return;
      }
      for (int i = 0; i < sums.length; i++) {
        double difference = x - y[i];
        sums[i] += difference * difference / (x + y[i]);
      }
    }

    /** Each slope is (x - y)(x + 3 y) / (x + y)^2; its limit 1 where y is 0, also at x = 0. */
    @Override
    public double weightedDistanceSlopes(double x, double[] y, double[] coefficients) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        double total = x + y[i];
        sum +=
            total == 0
                ? coefficients[i]
                : coefficients[i] * ((x - y[i]) / total) * ((x + 3 * y[i]) / total);
      }
      return sum;
    }
  }

  private static void requirePositive(double gamma) {
    if (!(gamma > 0) || Double.isInfinite(gamma)) {
      throw new IllegalArgumentException("A kernel's gamma is above 0, not " + gamma);
    }
  }
}
