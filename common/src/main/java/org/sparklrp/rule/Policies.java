package org.sparklrp.rule;

import java.io.Serializable;

/**
 * What happens to the relevance that no input of a layer has a natural claim to, decision by
 * decision. An {@link Accounting} sets them all; each can be set apart.
 *
 * @param accounting where the defaults come from; it also decides what has no policy of its own:
 *     average pools split by their values (reference) or by their positive values (conserving)
 * @param bias what the bias of a linear layer takes
 * @param skip how a sum of tensors, as at the end of a residual block, splits
 * @param dead what becomes of relevance at a neuron whose denominator is zero
 * @param stabilizer what the stabiliser epsilon is measured in
 * @param gate how a product of a signal and its gate splits
 */
public record Policies(
    Accounting accounting, Bias bias, Skip skip, Dead dead, Stabilizer stabilizer, Gate gate)
    implements Serializable {

  /** What the bias of a linear layer takes: z = W a + b. */
  public enum Bias {
    /** Its share b / z, booked as absorbed_bias. */
    ABSORB,
    /** Nothing: the layer counts as if it had no bias, z = W a. Denominators can come near zero. */
    IGNORE,
    /**
     * Its share is spread over the inputs in proportion to the size of their contributions, taken
     * in rank one per position where those have both signs.
     */
    SPREAD
  }

  /** How a sum of tensors splits relevance between its summands a_i. */
  public enum Skip {
    /** By a_i / sum a: the norm rule. Can explode where summands cancel. */
    NORM,
    /**
     * By the positive parts, a_i+ / sum a+, where a rectifier follows. A sum that stays signed, as
     * in transformers and linear bottlenecks, is split by size: there a small positive summand
     * beside a large negative one would get all, which explodes in the layer before.
     */
    POSITIVE,
    /** By size, |a_i| / sum |a|. */
    ABSOLUTE,
    /**
     * Nothing for skip connections: all for the summands that passed through the most layers with
     * weights, split between those by their positive parts.
     */
    MAIN_ONLY
  }

  /** What becomes of relevance where the denominator is zero. */
  public enum Dead {
    /** It is lost, booked as absorbed_dead. */
    ABSORB,
    /** It is spread evenly over the inputs; alpha-beta gives it to the part that exists. */
    SPREAD
  }

  /** What the stabiliser epsilon is measured in: stab(z) = z + epsilon * unit * sgn(z). */
  public enum Stabilizer {
    /** In the numbers of the layer: unit 1. */
    ABSOLUTE,
    /**
     * In the layer's own scale: the unit is the root mean square of the denominators over the
     * outputs of an image (Montavon et al. 2019, section 10.2.3).
     */
    RELATIVE
  }

  /** How a product of two computed values splits: squeeze-excitation, x * sigmoid(x). */
  public enum Gate {
    /** All for the signal: the gate is the factor it is weighed with (Arras et al. 2019). */
    SIGNAL,
    /** Half for each (Achtibat et al. 2024, proposition 3.3). */
    UNIFORM
  }

  /** The policies an accounting stands for. */
  public static Policies of(Accounting accounting) {
    return switch (accounting) {
      case REFERENCE ->
          new Policies(
              accounting, Bias.ABSORB, Skip.NORM, Dead.ABSORB, Stabilizer.ABSOLUTE, Gate.SIGNAL);
      case CONSERVING ->
          new Policies(
              accounting,
              Bias.SPREAD,
              Skip.POSITIVE,
              Dead.SPREAD,
              Stabilizer.ABSOLUTE,
              Gate.SIGNAL);
    };
  }

  /** These policies with another one for biases. */
  public Policies with(Bias other) {
    return new Policies(accounting, other, skip, dead, stabilizer, gate);
  }

  /** These policies with another one for sums. */
  public Policies with(Skip other) {
    return new Policies(accounting, bias, other, dead, stabilizer, gate);
  }

  /** These policies with another one for dead neurons. */
  public Policies with(Dead other) {
    return new Policies(accounting, bias, skip, other, stabilizer, gate);
  }

  /** These policies with another stabiliser. */
  public Policies with(Stabilizer other) {
    return new Policies(accounting, bias, skip, dead, other, gate);
  }

  /** These policies with another one for gates. */
  public Policies with(Gate other) {
    return new Policies(accounting, bias, skip, dead, stabilizer, other);
  }

  /** Whether stabilisers keep relevance; otherwise they are as small as can be, or spread it. */
  public boolean losesToStabilizers() {
    return accounting == Accounting.REFERENCE;
  }

  /** Whether average pools split by positive values alone. */
  public boolean poolsByPositiveParts() {
    return accounting == Accounting.CONSERVING;
  }

  /**
   * Whether relevance can grow far beyond the score on its way, so that the rounding of single
   * precision must be settled layer by layer.
   */
  public boolean mayGrow() {
    return skip == Skip.NORM || bias == Bias.IGNORE;
  }
}
