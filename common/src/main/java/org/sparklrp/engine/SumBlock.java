package org.sparklrp.engine;

import java.util.List;
import org.sparklrp.rule.Policies;

/**
 * The heap blocks of one sum ({@link AddKernel}): some values of the signal and of all summands,
 * which are replaced by their shares, and what splitting them kept.
 */
final class SumBlock {
  private static final int BLOCK = BlockSums.BLOCK;
  final float[] r = new float[BLOCK];
  final float[][] parts;

  /** Per summand, what the stabiliser of the layer before keeps of its share. */
  final double[] kept;

  /** What {@link #divide} could not divide. */
  final float[] rest = new float[BLOCK];

  int length;
  double stabilizer;
  double dead;
  private final float[] s = new float[BLOCK];

  SumBlock(int summands) {
    parts = new float[summands][BLOCK];
    kept = new double[summands];
  }

  void load(Frame frame, NativeTensor signal, int at, int count) {
    length = count;
    stabilizer = 0;
    dead = 0;
    signal.read(at, r, length);
    for (int i = 0; i < parts.length; i++) {
      frame.input(i).read(at, parts[i], length);
      kept[i] = 0;
    }
  }

  void store(List<NativeTensor> shares, int at) {
    for (int i = 0; i < parts.length; i++) {
      shares.get(i).write(at, parts[i], length);
    }
  }

  /**
   * Replaces two summands by their shares of r, by their positive parts or their sizes, without a
   * case distinction and with one result per loop, which the JVM vectorises.
   *
   * @param divisors per summand, the stabiliser its share is divided with as well, or 0
   * @return false, and the blocks spoilt, where relevance sits at a sum of zeros
   */
  boolean splitAtOnce(Policies.Skip skip, float epsilon, float[] divisors) {
    float[] a = parts[0];
    float[] b = parts[1];
    Part part = skip == Policies.Skip.POSITIVE ? Part.POSITIVE : Part.ABSOLUTE;
    Elementwise.select(part, a, length);
    Elementwise.select(part, b, length);
    for (int i = 0; i < length; i++) {
      float sum = a[i] + b[i];
      float large = sum * WorkingPrecision.MUCH;
      float nothing = r[i] * (large + 1f - large); // r where the sum is zero
      float infinite = nothing * WorkingPrecision.HUGE * WorkingPrecision.HUGE; // or zero
      s[i] = r[i] / (sum + epsilon) + 0f * infinite;
    }
    share(a, divisors[0]);
    share(b, divisors[1]);
    double total = BlockSums.fold(s, length);
    stabilizer = total * epsilon;
    for (int summand = 0; summand < parts.length; summand++) {
      if (divisors[summand] > 0) {
        System.arraycopy(parts[summand], 0, s, 0, length);
        kept[summand] = BlockSums.fold(s, length) * divisors[summand];
      }
    }
    return Double.isFinite(total);
  }

  private void share(float[] claims, float divisor) {
    if (divisor > 0) {
      for (int i = 0; i < length; i++) {
        claims[i] = claims[i] * s[i] / (claims[i] + divisor);
      }
    } else {
      for (int i = 0; i < length; i++) {
        claims[i] *= s[i];
      }
    }
  }

  /**
   * Divides a summand's shares, where the summand is positive; the shares of other values, and zero
   * elsewhere, are left in {@code rest}.
   *
   * @param values the summand
   * @param at where the block begins in it
   * @return whether there are any of those
   */
  boolean divide(int summand, NativeTensor values, int at, float divisor) {
    values.read(at, s, length);
    float[] shares = parts[summand];
    boolean anyLeft = false;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      boolean isDivided = s[i] > 0f;
      rest[i] = isDivided ? 0f : shares[i];
      anyLeft |= rest[i] != 0f;
      shares[i] = isDivided ? shares[i] / (s[i] + divisor) : 0f;
      sum += shares[i];
    }
    kept[summand] = sum * divisor;
    return anyLeft;
  }
}
