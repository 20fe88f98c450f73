package org.sparklrp.engine.division;

import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * Loops over blocks that divide relevance, without case distinctions and with one result each: the
 * JVM does not reliably vectorise a loop with two. What they cannot divide leaves a result that is
 * not finite, so that the sum of a block tells whether it has to be looked at value by value.
 */
public final class Divisions {
  private Divisions() {}

  /**
   * s = factor * r / stab(z), for denominators of one sign: NaN or infinite where relevance sits at
   * a denominator of zero.
   *
   * @param r R, read
   * @param z denominators, read
   * @param sign 1 where none is negative, -1 where none is positive
   * @param s receives the quotients; may be r
   */
  public static void byOneSign(
      float[] r, float[] z, float sign, float factor, float epsilon, float[] s, int length) {
    float signedFactor = sign * factor;
    for (int i = 0; i < length; i++) {
      float size = sign * z[i];
      float large = size * WorkingPrecision.MUCH;
      float nothing = r[i] * (large + 1f - large); // r where the denominator is zero
      float infinite = nothing * WorkingPrecision.HUGE * WorkingPrecision.HUGE; // or zero
      s[i] = signedFactor * r[i] / (size + epsilon) + 0f * infinite;
    }
  }

  /**
   * The same for denominators of both signs, as s = factor * r z / (|z| (|z| + epsilon)), with one
   * division and no sign. Where the product is so small that it lost digits, the quotient
   * overflows, unless r is too small to matter.
   *
   * @param sizes receives s without the sign of z; NaN or infinite where the product or s is
   */
  static void byAny(
      float[] r, float[] z, float factor, float epsilon, float[] sizes, float[] s, int length) {
    for (int i = 0; i < length; i++) {
      float size = Math.abs(z[i]);
      sizes[i] = factor * r[i] / (size * (size + epsilon));
    }
    for (int i = 0; i < length; i++) {
      s[i] = sizes[i] * z[i];
    }
    for (int i = 0; i < length; i++) {
      float size = Math.abs(z[i]);
      sizes[i] = sizes[i] * size + 0f * (size * (size + epsilon)); // an infinite product shows
    }
  }
}
