package org.sparklrp.rule;

import java.io.Serializable;

/**
 * How one layer passes relevance from its output to its input. A rule is data; the engine reads it.
 * Formulas with a the input, W the weights, b the bias, z = W a + b, x+ = max(x, 0), x- = min(x,
 * 0), T the transposed map, and stab(z) = z + epsilon * sgn(z) with sgn(0) = +1.
 */
public sealed interface Rule extends Serializable {
  /** The stabiliser's default epsilon. */
  double DEFAULT_EPSILON = 1e-6;

  /** A stabiliser that only keeps quotients finite, where shares can not explode. */
  double SMALLEST_EPSILON = 1e-30;

  /**
   * R_in = a . WT(R / stab(z)) (Bach et al. 2015, eq. 58). With epsilon 0 the rule LRP-0.
   *
   * @param epsilon the stabiliser, at least 0
   */
  record Epsilon(double epsilon) implements Rule {}

  /**
   * R_in = a+ . W+T(s) + a- . W-T(s), s = R / stab(W+ a+ + W- a- + b+) (Montavon et al. 2017, z+).
   */
  record ZPlus() implements Rule {}

  /**
   * alpha times the positive contributions' share less beta times the negative ones' (Bach et al.
   * 2015, eq. 60).
   *
   * @param alpha weight of the positive part, at least 1
   * @param beta weight of the negative part, alpha - 1
   */
  record AlphaBeta(double alpha, double beta) implements Rule {}

  /**
   * Contributions of the output's own sign are strengthened by gamma (Montavon et al. 2019,
   * generalised to signed inputs by Andeol et al. 2021).
   *
   * @param gamma the strength, at least 0
   */
  record Gamma(double gamma) implements Rule {}

  /**
   * For pixels bounded by low and high: R_in = a.WT(s) - low.W+T(s) - high.W-T(s), s = R / stab(W a
   * - W+ low - W- high) (Montavon et al. 2017, z^B). The bounds come with the method.
   */
  record ZBox() implements Rule {}

  /** R_in = (W^2)T(R / stab(W^2 1 + b^2)) (Montavon et al. 2017, w^2). */
  record WSquare() implements Rule {}

  /** R_in = 1T(R / (1 1)): spread evenly over the valid inputs (Lapuschkin et al. 2019). */
  record Flat() implements Rule {}

  /**
   * R_in = a . T(R / stab(layer(a))): for layers without weights, as average pooling, sums and
   * normalisation. The conserving account keeps it from exploding: pools and sums split by positive
   * parts, normalisation passes relevance.
   */
  record Norm() implements Rule {}

  /** R_in = R; of the factors of a gated signal, the signal gets it. */
  record Pass() implements Rule {}

  /**
   * The first-order Taylor expansion of the layer at its input, in which the constant term is a
   * bias: for p = softmax(x), R_in = x . (R - p sum R) (Achtibat et al. 2024, proposition 3.1).
   */
  record Taylor() implements Rule {}

  /** Each factor of a product gets half of R (Achtibat et al. 2024, proposition 3.3). */
  record Uniform() implements Rule {}

  /** The layer's derivative, transposed, applied to R: back-propagation (Simonyan et al. 2014). */
  record Gradient() implements Rule {}

  /** For ReLU: R where both the input and R are positive (Springenberg et al. 2015). */
  record GuidedGradient() implements Rule {}

  /** For ReLU: R where R is positive (Zeiler and Fergus 2014). */
  record DeconvGradient() implements Rule {}

  /**
   * For ReLU: the derivative of the softplus log(1 + exp(beta x)) / beta in place of its own,
   * sigmoid(beta x) (Dombrowski et al. 2019).
   *
   * @param beta the sharpness, above 0
   */
  record SmoothGradient(double beta) implements Rule {}
}
