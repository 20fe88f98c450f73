package org.sparklrp.model;

import org.sparklrp.model.Layer.Activation;

/** Element-wise functions as people read them, parameters included. */
final class ActivationText {
  private ActivationText() {}

  static String of(Activation layer) {
    return switch (layer.function()) {
      case RELU -> "ReLU";
      case LEAKY_RELU -> "LeakyReLU " + layer.alpha();
      case CLIP -> "Clip " + bound(layer.alpha()) + " to " + bound(layer.beta());
      case SIGMOID -> "Sigmoid";
      case HARD_SIGMOID -> "HardSigmoid";
      case TANH -> "Tanh";
      case SILU -> "SiLU";
      case HARD_SWISH -> "HardSwish";
      case ELU -> layer.beta() == 1 ? "ELU" : "SELU";
      case SOFTPLUS -> "Softplus";
      case SOFTSIGN -> "Softsign";
      case MISH -> "Mish";
      case POWER -> power(layer.alpha());
      case ABSOLUTE -> "Absolute value";
      case EXPONENTIAL -> "Exponential";
      case LOGARITHM -> "Logarithm";
      case SINE -> "Sine";
      case COSINE -> "Cosine";
      case STEP -> "Step at 0";
      case ROUND -> "Rounding to " + layer.alpha();
      case ERF -> "Error function";
      case GELU -> "GELU";
      case GELU_TANH -> "GELU by tanh";
    };
  }

  private static String bound(float bound) {
    return Math.abs(bound) == Float.MAX_VALUE ? "any" : Float.toString(bound);
  }

  private static String power(float exponent) {
    return exponent == -1 ? "Reciprocal" : exponent == 0.5f ? "Square root" : "Power " + exponent;
  }
}
