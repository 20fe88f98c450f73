package org.sparklrp.engine.kernel;

import org.sparklrp.model.ElementFunctions;
import org.sparklrp.model.Gelu;
import org.sparklrp.model.Layer;

/**
 * The element-wise functions of networks and their derivatives, over blocks of heap values, in
 * place.
 */
public final class ActivationFunctions {
  private ActivationFunctions() {}

  /** x becomes f(x). */
  public static void apply(Layer.Activation layer, float[] x, int length) {
    float alpha = layer.alpha();
    float beta = layer.beta();
    switch (layer.function()) {
      case RELU -> {
        for (int i = 0; i < length; i++) {
          x[i] = Math.max(x[i], 0f);
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < length; i++) {
          x[i] = x[i] >= 0f ? x[i] : alpha * x[i];
        }
      }
      case CLIP -> {
        for (int i = 0; i < length; i++) {
          x[i] = Math.min(Math.max(x[i], alpha), beta);
        }
      }
      case HARD_SIGMOID -> {
        for (int i = 0; i < length; i++) {
          x[i] = Math.min(Math.max(alpha * x[i] + beta, 0f), 1f);
        }
      }
      case HARD_SWISH -> {
        for (int i = 0; i < length; i++) {
          x[i] *= Math.min(Math.max(alpha * x[i] + beta, 0f), 1f);
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          x[i] = (float) ElementFunctions.value(layer, x[i]);
        }
      }
    }
  }

  /**
   * x becomes f'(x); at a kink 0 beside a flat side and for |x|, elsewhere the derivative from the
   * left.
   */
  static void derivative(Layer.Activation layer, float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (float) derivative(layer, x[i]);
    }
  }

  /**
   * x becomes ElementFunctions.sigmoid(beta x), the derivative of a softplus in place of the
   * rectifier's.
   */
  static void smoothDerivative(double beta, float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (float) ElementFunctions.sigmoid(beta * x[i]);
    }
  }

  private static double derivative(Layer.Activation layer, double x) {
    double alpha = layer.alpha();
    return switch (layer.function()) {
      case RELU -> x > 0 ? 1 : 0;
      case LEAKY_RELU -> x > 0 ? 1 : alpha;
      case CLIP -> x > alpha && x < layer.beta() ? 1 : 0;
      case SIGMOID -> {
        double s = ElementFunctions.sigmoid(x);
        yield s * (1 - s);
      }
      case HARD_SIGMOID -> hardSigmoidSlope(layer, x);
      case TANH -> {
        double t = Math.tanh(x);
        yield 1 - t * t;
      }
      case SILU -> {
        double s = ElementFunctions.sigmoid(x);
        yield s * (1 + x * (1 - s));
      }
      case HARD_SWISH -> hardSigmoid(layer, x) + x * hardSigmoidSlope(layer, x);
      case ELU -> layer.beta() * (x > 0 ? 1 : alpha * Math.exp(x));
      case SOFTPLUS -> ElementFunctions.sigmoid(x);
      case SOFTSIGN -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
      case MISH -> {
        double t = Math.tanh(ElementFunctions.softplus(x));
        yield t + x * (1 - t * t) * ElementFunctions.sigmoid(x);
      }
      case POWER -> alpha * ElementFunctions.power(x, alpha - 1);
      case ABSOLUTE -> Math.signum(x);
      case EXPONENTIAL -> Math.exp(x);
      case LOGARITHM -> 1 / x;
      case SINE -> Math.cos(x);
      case COSINE -> -Math.sin(x);
      case STEP -> 0;
      case ROUND -> 1;
      case ERF -> Gelu.erfSlope(x);
      case GELU -> Gelu.exactSlope(x);
      case GELU_TANH -> Gelu.slopeByTanh(x);
    };
  }

  private static double hardSigmoid(Layer.Activation layer, double x) {
    return Math.min(Math.max(layer.alpha() * x + layer.beta(), 0), 1);
  }

  private static double hardSigmoidSlope(Layer.Activation layer, double x) {
    double y = layer.alpha() * x + layer.beta();
    return y > 0 && y < 1 ? layer.alpha() : 0;
  }
}
