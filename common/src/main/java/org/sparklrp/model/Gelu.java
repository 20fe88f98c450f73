package org.sparklrp.model;

/** The Gaussian error linear unit (Hendrycks and Gimpel 2016), its parts and derivatives. */
public final class Gelu {
  private static final double ROOT = Math.sqrt(2 / Math.PI);
  private static final double CUBE = 0.044715;

  /** From here on the error function is 1 in single precision. */
  private static final double FLAT = 4;

  private Gelu() {}

  /**
   * The error function as a rational function of x, exact to the rounding of single precision and
   * without an exponential: a transformer takes millions of them per image. The coefficients are
   * those that Eigen and TensorFlow use.
   */
  public static double erf(double x) {
    double c = Math.min(Math.max(x, -FLAT), FLAT);
    double s = c * c;
    double p = -2.72614225801306e-10;
    p = p * s + 2.77068142495902e-08;
    p = p * s - 2.10102402082508e-06;
    p = p * s - 5.69250639462346e-05;
    p = p * s - 7.34990630326855e-04;
    p = p * s - 2.95459980854025e-03;
    p = p * s - 1.60960333262415e-02;
    double q = -1.45660718464996e-05;
    q = q * s - 2.13374055278905e-04;
    q = q * s - 1.68282697438203e-03;
    q = q * s - 7.37332916720468e-03;
    q = q * s - 1.42647390514189e-02;
    return c * p / q;
  }

  /** The derivative of the error function. */
  public static double erfSlope(double x) {
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
  }

  /** x Phi(x), Phi being the standard normal distribution. */
  public static double exact(double x) {
    return 0.5 * x * (1 + erf(x * Math.sqrt(0.5)));
  }

  /** Phi(x) + x phi(x), phi being the density. */
  public static double exactSlope(double x) {
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    return 0.5 * (1 + erf(x * Math.sqrt(0.5))) + x * density;
  }

  /** The approximation by a hyperbolic tangent. */
  public static double byTanh(double x) {
    return 0.5 * x * (1 + Math.tanh(ROOT * (x + CUBE * x * x * x)));
  }

  /** The derivative of that approximation. */
  public static double slopeByTanh(double x) {
    double t = Math.tanh(ROOT * (x + CUBE * x * x * x));
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * ROOT * (1 + 3 * CUBE * x * x);
  }
}
