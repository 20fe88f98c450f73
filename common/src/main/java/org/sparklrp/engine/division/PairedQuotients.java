package org.sparklrp.engine.division;

import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * The two divisions of a rule with two branches in one pass over R and both denominators, each of
 * which is the other's companion. Where one of them is zero, the block is divided branch by branch
 * as {@link Quotients} says.
 */
public record PairedQuotients(Quotients first, Quotients second) {
  private static final int BLOCK = BlockSums.BLOCK;

  /**
   * Divides, and books what is kept.
   *
   * @param one the first branch's tensors; its result is not R
   * @param other the second branch's tensors; its result may be R
   * @return whether the second branch has a quotient that is not zero
   */
  public boolean divide(Quotients.Streams one, Quotients.Streams other, Account account) {
    NativeTensor relevance = one.relevance();
    int sampleSize = relevance.sampleSize();
    QuotientBlock a = new QuotientBlock();
    QuotientBlock b = new QuotientBlock();
    one.align();
    other.align();
    for (int image = 0; image < relevance.samples(); image++) {
      first.begin(a, image);
      second.begin(b, image);
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        a.load(one, at, length);
        if (!divideAtOnce(a, b, length)) {
          a.load(one, at, length);
          b.load(other, at, length);
          first.divideOneByOne(a, start, length, one);
          second.divideOneByOne(b, start, length, other);
        }
        a.store(one, at, length);
        b.store(other, at, length);
      }
      a.book(image, one.dead() != null, account);
      b.book(image, other.dead() != null, account);
    }
    one.result().written();
    other.result().written();
    return b.anyShare;
  }

  /**
   * Both divisions in loops that the JVM vectorises.
   *
   * @param a R, the first denominators, and as companions the second ones
   * @param b receives the second quotients
   * @return false, and the blocks spoilt, where a denominator is zero
   */
  private boolean divideAtOnce(QuotientBlock a, QuotientBlock b, int length) {
    double otherSum = QuickDivision.atOnce(second, a.r, a.c, b, length);
    double sum = QuickDivision.atOnce(first, a.r, a.z, a, length);
    if (!(Math.abs(sum) + Math.abs(otherSum) <= WorkingPrecision.LARGE)) {
      return false;
    }
    a.stabilizerSum += sum * a.epsilon;
    b.stabilizerSum += otherSum * b.epsilon;
    b.deadInBlock = false;
    b.anyShare = true;
    return true;
  }
}
