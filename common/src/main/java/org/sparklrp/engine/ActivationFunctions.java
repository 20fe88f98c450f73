package org.sparklrp.engine;

import org.sparklrp.model.Layer;

/**
 * The element-wise functions of networks and their derivatives, over blocks of heap values, in
 * place.
 */
final class ActivationFunctions {
  private ActivationFunctions() {}

  /** x becomes f(x). */
  static void apply(Layer.Activation layer, float[] x, int length) {
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
      case SIGMOID -> {
        for (int i = 0; i < length; i++) {
          x[i] = (float) sigmoid(x[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < length; i++) {
          x[i] = (float) Math.tanh(x[i]);
        }
      }
    }
  }

  /** x becomes f'(x); at a kink the derivative from the left. */
  static void derivative(Layer.Activation layer, float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (float) derivative(layer, x[i]);
    }
  }

  /** x becomes sigmoid(beta x), the derivative of a softplus in place of the rectifier's. */
  static void smoothDerivative(double beta, float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (float) sigmoid(beta * x[i]);
    }
  }

  private static double derivative(Layer.Activation layer, float x) {
    return switch (layer.function()) {
      case RELU -> x > 0f ? 1 : 0;
      case LEAKY_RELU -> x > 0f ? 1 : layer.alpha();
      case CLIP -> x > layer.alpha() && x < layer.beta() ? 1 : 0;
      case SIGMOID -> {
        double s = sigmoid(x);
        yield s * (1 - s);
      }
      case TANH -> {
        double t = Math.tanh(x);
        yield 1 - t * t;
      }
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
