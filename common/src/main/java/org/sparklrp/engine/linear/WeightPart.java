package org.sparklrp.engine.linear;

import java.nio.FloatBuffer;
import org.sparklrp.model.Tensor;

/**
 * The weights that a term of a rule uses, as a function of the layer's own.
 *
 * @param kind which part
 * @param gamma the strengthening of the gamma rule; 0 for other parts
 */
public record WeightPart(Kind kind, float gamma) {
  public static final WeightPart ORIGINAL = new WeightPart(Kind.ORIGINAL, 0);
  public static final WeightPart POSITIVE = new WeightPart(Kind.POSITIVE, 0);
  public static final WeightPart NEGATIVE = new WeightPart(Kind.NEGATIVE, 0);
  public static final WeightPart SQUARED = new WeightPart(Kind.SQUARED, 0);
  public static final WeightPart ONE = new WeightPart(Kind.ONE, 0);

  /** The kinds of parts. */
  enum Kind {
    /** W. */
    ORIGINAL,
    /** W+. */
    POSITIVE,
    /** W-. */
    NEGATIVE,
    /** W^2. */
    SQUARED,
    /** 1 for every weight. */
    ONE,
    /** W + gamma W+. */
    POSITIVE_STRENGTHENED,
    /** W + gamma W-. */
    NEGATIVE_STRENGTHENED
  }

  public static WeightPart positiveStrengthened(double gamma) {
    return new WeightPart(Kind.POSITIVE_STRENGTHENED, (float) gamma);
  }

  public static WeightPart negativeStrengthened(double gamma) {
    return new WeightPart(Kind.NEGATIVE_STRENGTHENED, (float) gamma);
  }

  /** The part of a bias or of weights. */
  public float[] of(Tensor tensor) {
    float[] result = new float[tensor.size()];
    write(tensor, FloatBuffer.wrap(result));
    return result;
  }

  /** The part of weights, value by value: the heap need not hold them. */
  void write(Tensor tensor, FloatBuffer to) {
    for (int i = 0; i < tensor.size(); i++) {
      to.put(i, of(tensor.value(i)));
    }
  }

  private float of(float w) {
    return switch (kind) {
      case ORIGINAL -> w;
      case POSITIVE -> Math.max(w, 0f);
      case NEGATIVE -> Math.min(w, 0f);
      case SQUARED -> w * w;
      case ONE -> 1f;
      case POSITIVE_STRENGTHENED -> w + gamma * Math.max(w, 0f);
      case NEGATIVE_STRENGTHENED -> w + gamma * Math.min(w, 0f);
    };
  }
}
