package org.sparklrp.engine.kernel;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.division.Divisions;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.KnownFactor;
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

  int length;
  double stabilizer;
  double dead;
  private final float[] s = BlockSums.block();
  private final float[] z = BlockSums.block();

  SumBlock(int summands) {
    parts = new float[summands][];
    Arrays.setAll(parts, summand -> BlockSums.block());
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
    }
    NativeTensor rectified = frame.rectified();
    if (rectified == null) {
      signal.read(at, r, length);
    } else {
      rectifySum();
      signal.read(at, r, length, new KnownFactor(rectified, s));
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
   * @return false, and the blocks spoilt, where relevance sits at a sum of zeros
   */
  boolean splitAtOnce(Policies.Skip skip, float epsilon) {
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
    share(a);
    share(b);
    double total = BlockSums.fold(s, z, length);
    stabilizer = total * epsilon;
    return Double.isFinite(total);
  }

  /**
   * What the positive part of each claim gets: half of a + |a|, which is cheaper than max(a, 0).
   */
  private void share(float[] claims) {
    for (int i = 0; i < length; i++) {
      claims[i] = 0.5f * (claims[i] + Math.abs(claims[i])) * s[i];
    }
  }
}
