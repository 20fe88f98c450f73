package org.sparklrp.engine.kernel;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.division.Divisions;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeStorage;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.rule.Policies;

/**
 * The heap blocks of one sum ({@link AddKernel}): some values of the signal and of all summands,
 * which are replaced by their shares, and what splitting them kept.
 */
final class SumBlock {
  final float[] r = BlockSums.block();
  final float[][] parts;

  /** Per summand, what the stabiliser of the layer before keeps of its share. */
  final double[] kept;

  /** What {@link #divide} could not divide. */
  final float[] rest = BlockSums.block();

  int length;
  double stabilizer;
  double dead;
  private final float[] s = BlockSums.block();
  private final float[] z = BlockSums.block();

  SumBlock(int summands) {
    parts = new float[summands][];
    Arrays.setAll(parts, summand -> BlockSums.block());
    kept = new double[summands];
  }

  /**
   * Reads a block. The signal is often still to be multiplied by what a rectifier left of the sum,
   * which is formed here once more instead of read.
   */
  void load(Frame frame, NativeTensor signal, int at, int count) {
    length = count;
    stabilizer = 0;
    dead = 0;
    for (int i = 0; i < parts.length; i++) {
      frame.input(i).read(at, parts[i], length);
      kept[i] = 0;
    }
    NativeTensor rectified = frame.rectified();
    if (rectified == null) {
      signal.read(at, r, length);
    } else {
      rectifySum();
      signal.read(at, r, length, new NativeStorage.KnownFactor(rectified, s));
    }
  }

  /** In the order in which the summands were added forward, so that the same numbers come out. */
  private void rectifySum() {
    float[] sum = parts[0];
    for (int summand = 1; summand < parts.length - 1; summand++) {
      float[] part = parts[summand];
      for (int i = 0; i < length; i++) {
        s[i] = sum[i] + part[i];
      }
      sum = s;
    }
    float[] last = parts[parts.length - 1];
    for (int i = 0; i < length; i++) {
      float whole = sum[i] + last[i];
      s[i] = 0.5f * (whole + Math.abs(whole));
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
    if (skip == Policies.Skip.ABSOLUTE) {
      Elementwise.select(Part.ABSOLUTE, a, length);
      Elementwise.select(Part.ABSOLUTE, b, length);
    }
    for (int i = 0; i < length; i++) {
      z[i] = 0.5f * (a[i] + Math.abs(a[i]) + (b[i] + Math.abs(b[i])));
    }
    Divisions.byOneSign(r, z, 1f, 1f, epsilon, s, length);
    share(a, divisors[0]);
    share(b, divisors[1]);
    double total = BlockSums.fold(s, z, length);
    stabilizer = total * epsilon;
    for (int summand = 0; summand < parts.length; summand++) {
      if (divisors[summand] > 0) {
        kept[summand] = BlockSums.fold(parts[summand], z, length) * divisors[summand];
      }
    }
    return Double.isFinite(total);
  }

  /**
   * What the positive part of each claim gets: half of a + |a|, which is cheaper than max(a, 0).
   */
  private void share(float[] claims, float divisor) {
    if (divisor > 0) {
      for (int i = 0; i < length; i++) {
        float claim = 0.5f * (claims[i] + Math.abs(claims[i]));
        claims[i] = claim * s[i] / (claim + divisor);
      }
    } else {
      for (int i = 0; i < length; i++) {
        claims[i] = 0.5f * (claims[i] + Math.abs(claims[i])) * s[i];
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
