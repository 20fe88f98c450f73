package org.sparklrp.engine.float64.memory;

import org.sparklrp.model.Tensor;

/**
 * What double precision is made of beside the type itself: where models, pixels and results, which
 * are float32, enter and leave, and the sizes at which its rounding shows.
 */
public final class WorkingPrecision {
  /**
   * A denominator so small that a quotient would be larger counts as zero: products with it must
   * not leave the numbers of double precision. Multiplied by it twice, any other becomes 1 or more.
   */
  public static final double LARGE = 1e300;

  /** Times any number that is not nearly zero, so large that one more is lost beside it. */
  public static final double MUCH = 1e30;

  /** Times any number but zero, and once more, infinite. */
  public static final double HUGE = 1e300;

  /** Differences up to this share of the relevance that moved through a layer are rounding. */
  public static final double ROUNDING = 1e-13;

  /** A difference of the ledger too small to matter yet, in scores. */
  public static final double NEGLIGIBLE = 1e-14;

  private WorkingPrecision() {}

  /** Values of a model or an image. */
  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Values that leave the engine. */
  public static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /** A model's constants. */
  public static double[] values(Tensor constants) {
    return widen(constants.values());
  }

  /** The bits of a pixel as it was read: the same in every precision. */
  public static int bits(double pixel) {
    return Float.floatToIntBits((float) pixel);
  }
}
