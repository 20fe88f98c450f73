package org.sparklrp.engine.memory;

import org.sparklrp.model.Tensor;

/**
 * What single precision is made of beside the type itself: where models, pixels and results, which
 * are float32, enter and leave, and the sizes at which its rounding shows.
 */
public final class WorkingPrecision {
  /**
   * A denominator so small that a quotient would be larger counts as zero: products with it must
   * not leave the numbers of single precision. Multiplied by it twice, any other becomes 1 or more.
   */
  public static final float LARGE = 1e30f;

  /** Times any number that is not nearly zero, so large that one more is lost beside it. */
  public static final float MUCH = 1e20f;

  /** Times any number but zero, and once more, infinite. */
  public static final float HUGE = 1e38f;

  /** Differences up to this share of the relevance that moved through a layer are rounding. */
  public static final double ROUNDING = 1e-5;

  /** A difference of the ledger too small to matter yet, in scores. */
  public static final double NEGLIGIBLE = 1e-6;

  private WorkingPrecision() {}

  /** Values of a model or an image. */
  public static float[] widen(float[] values) {
    return values;
  }

  /** Values that leave the engine. */
  public static float[] narrow(float[] values) {
    return values;
  }

  /** A model's constants: read only. */
  public static float[] values(Tensor constants) {
    return constants.values();
  }

  /** The bits of a pixel as it was read: the same in every precision. */
  public static int bits(float pixel) {
    return Float.floatToIntBits(pixel);
  }
}
