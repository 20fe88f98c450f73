package org.sparklrp.model;

/** What the element-wise functions of networks compute, in double precision. */
public final class ElementFunctions {
  private ElementFunctions() {}

  /** f(x). */
  public static double value(Layer.Activation layer, double x) {
    double alpha = layer.alpha();
    double beta = layer.beta();
    return switch (layer.function()) {
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case CLIP -> Math.min(Math.max(x, alpha), beta);
      case SIGMOID -> sigmoid(x);
      case HARD_SIGMOID -> Math.min(Math.max(alpha * x + beta, 0), 1);
      case TANH -> Math.tanh(x);
      case SILU -> x * sigmoid(x);
      case HARD_SWISH -> x * Math.min(Math.max(alpha * x + beta, 0), 1);
      case ELU -> beta * (x > 0 ? x : alpha * Math.expm1(x));
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case MISH -> x * Math.tanh(softplus(x));
      case POWER -> power(x, alpha);
      case ABSOLUTE -> Math.abs(x);
      case EXPONENTIAL -> Math.exp(x);
      case LOGARITHM -> Math.log(x);
      case SINE -> Math.sin(x);
      case COSINE -> Math.cos(x);
      case ERF -> Gelu.erf(x);
      case GELU -> Gelu.exact(x);
      case GELU_TANH -> Gelu.byTanh(x);
      case STEP -> x > 0 ? 1 : 0;
      case ROUND -> Math.rint((float) x / layer.alpha()) * alpha;
    };
  }

  /** 1 / (1 + exp(-x)). */
  public static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** log(1 + exp(x)). */
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** x to the power of an exponent. */
  public static double power(double x, double exponent) {
    if (exponent == 2) {
      return x * x;
    }
    if (exponent == 1) {
      return x;
    }
    return exponent == -1 ? 1 / x : Math.pow(x, exponent);
  }
}
