package org.sparklrp.engine.division;

import org.sparklrp.engine.division.Quotients.Companion;
import org.sparklrp.engine.division.Quotients.Streams;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * The quick ways to divide a block, in loops that the JVM vectorises. Each leaves some cases out
 * and declines a block in which there is one; then the next is asked, and {@link Quotients} in the
 * end, whose plain way knows all cases.
 */
enum QuickDivision {
  /**
   * Without any case distinction: not where a denominator is zero, where relevance sits at an
   * output that needs a second look, or where a product is beyond the numbers.
   */
  AT_ONCE {
    @Override
    boolean divide(Quotients division, Streams streams, QuotientBlock block, int at, int length) {
      if (division.bias() != null) {
        return false;
      }
      block.load(streams, at, length);
      boolean needsCases =
          streams.companion() != null
              && needsCases(block, length, streams.role(), division.outputs());
      return !needsCases && book(atOnce(division, block.r, block.z, block, length), block, length);
    }
  },
  /** Where some denominators are zero: what sits at those is dead. */
  AROUND_ZEROS {
    @Override
    boolean divide(Quotients division, Streams streams, QuotientBlock block, int at, int length) {
      if (division.bias() != null || streams.companion() != null) {
        return false;
      }
      block.load(streams, at, length);
      return aroundZeros(block, length);
    }
  };

  private static final QuickDivision[] ALL = values();

  /**
   * Divides a block.
   *
   * @param block receives the quotients and what is kept of the relevance
   * @param at where the block begins in the streams
   * @return false, and the block spoilt, where it is to be divided in another way
   */
  abstract boolean divide(
      Quotients division, Streams streams, QuotientBlock block, int at, int length);

  /** Divides a block in the first way that does not decline; false where all do. */
  static boolean any(Quotients division, Streams streams, QuotientBlock block, int at, int length) {
    for (QuickDivision quick : ALL) {
      if (quick.divide(division, streams, block, at, length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The loops without a case distinction.
   *
   * @param r R, read
   * @param z denominators, read
   * @param block receives the quotients in the place of its r; which may be {@code r}
   * @return the sum of the quotients without the signs of their denominators
   */
  static double atOnce(Quotients division, float[] r, float[] z, QuotientBlock block, int length) {
    float coefficient = block.coefficient;
    int sign = division.sign();
    if (sign == 0) {
      Divisions.byAny(r, z, coefficient, block.epsilon, block.d, block.r, length);
      return BlockSums.fold(block.d, block.d, length);
    }
    Divisions.byOneSign(r, z, sign, coefficient, block.epsilon, block.r, length);
    return sign * BlockSums.fold(block.r, block.d, length);
  }

  /**
   * Books what the stabiliser kept, unless the sum of the quotients tells that something is amiss.
   */
  private static boolean book(double sum, QuotientBlock block, int length) {
    if (!(Math.abs(sum) <= WorkingPrecision.LARGE)) {
      return false;
    }
    block.stabilizerSum += sum * block.epsilon;
    block.anyShare |= sum != 0 || anyNonZero(block.r, length);
    return true;
  }

  private static boolean aroundZeros(QuotientBlock block, int length) {
    float[] r = block.r;
    float[] z = block.z;
    float[] dead = block.d;
    float[] sizes = block.cases;
    float coefficient = block.coefficient;
    float epsilon = block.epsilon;
    for (int i = 0; i < length; i++) {
      r[i] *= coefficient;
    }
    for (int i = 0; i < length; i++) {
      sizes[i] = r[i] / (Math.abs(z[i]) + epsilon);
    }
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(Math.min(z[i] * WorkingPrecision.LARGE * WorkingPrecision.LARGE, 1f), -1f);
    }
    for (int i = 0; i < length; i++) {
      dead[i] = r[i] * (1f - Math.abs(z[i]));
    }
    for (int i = 0; i < length; i++) {
      sizes[i] *= Math.abs(z[i]);
    }
    for (int i = 0; i < length; i++) {
      r[i] = sizes[i] * z[i];
    }
    double sum = BlockSums.sum(sizes, length);
    if (!(Math.abs(sum) <= WorkingPrecision.LARGE)) {
      return false;
    }
    block.stabilizerSum += sum * epsilon;
    block.deadSum += BlockSums.sum(dead, length);
    block.deadInBlock = anyNonZero(dead, length);
    block.anyShare |= anyNonZero(r, length);
    return true;
  }

  /** Whether relevance sits where the companion is zero, or has the sign of the other branch. */
  private static boolean needsCases(
      QuotientBlock block, int length, Companion role, Outputs outputs) {
    float[] r = block.r;
    float[] c = block.c;
    float[] cases = block.cases;
    if (role == Companion.OTHER_DENOMINATOR) {
      for (int i = 0; i < length; i++) {
        cases[i] = Math.abs(r[i]) * (1f - Math.min(Math.abs(c[i]) * WorkingPrecision.LARGE, 1f));
      }
    } else {
      float sign = outputs == Outputs.NEGATIVE ? -WorkingPrecision.LARGE : WorkingPrecision.LARGE;
      for (int i = 0; i < length; i++) {
        cases[i] = Math.abs(r[i]) * (1f - Math.min(Math.max(c[i] * sign, 0f), 1f));
      }
    }
    return BlockSums.fold(cases, cases, length) != 0;
  }

  private static boolean anyNonZero(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (values[i] != 0f) {
        return true;
      }
    }
    return false;
  }
}
