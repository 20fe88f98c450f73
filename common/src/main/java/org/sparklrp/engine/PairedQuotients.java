package org.sparklrp.engine;

/**
 * The two divisions of a rule with two branches in one pass over R and both denominators, each of
 * which is the other's companion. Where one of them is zero, the block is divided branch by branch
 * as {@link Quotients} says.
 */
record PairedQuotients(Quotients first, Quotients second) {
  private static final int BLOCK = BlockSums.BLOCK;

  /**
   * Divides, and books what is kept.
   *
   * @param one the first branch's tensors; its result is not R
   * @param other the second branch's tensors; its result may be R
   * @return whether the second branch has a quotient that is not zero
   */
  boolean divide(Quotients.Streams one, Quotients.Streams other, Account account) {
    NativeTensor relevance = one.relevance();
    int sampleSize = relevance.sampleSize();
    QuotientBlock a = new QuotientBlock();
    QuotientBlock b = new QuotientBlock();
    for (int image = 0; image < relevance.samples(); image++) {
      a.reset(first.epsilon(image));
      b.reset(second.epsilon(image));
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        a.load(one, at, at, length);
        if (!divideAtOnce(a, b, length)) {
          a.load(one, at, at, length);
          b.load(other, at, at, length);
          first.divideOneByOne(a, start, length, one);
          second.divideOneByOne(b, start, length, other);
        }
        a.store(one, at, length);
        b.store(other, at, length);
      }
      a.book(image, one.dead() != null, account);
      b.book(image, other.dead() != null, account);
    }
    return b.anyShare;
  }

  /**
   * Both divisions in a loop that the JVM vectorises, as {@code Quotients} has it for one.
   *
   * @param a R, the first denominators, and as companions the second ones
   * @param b receives the second quotients
   * @return false, and the blocks spoilt, where a denominator is zero
   */
  private boolean divideAtOnce(QuotientBlock a, QuotientBlock b, int length) {
    float[] r = a.r;
    float[] z = a.z;
    float[] otherZ = a.c;
    float[] otherS = b.r;
    float[] sizes = a.d;
    float[] otherSizes = b.d;
    float factor = first.coefficient();
    float otherFactor = second.coefficient();
    float epsilon = a.epsilon;
    float otherEpsilon = b.epsilon;
    for (int i = 0; i < length; i++) {
      float size = Math.abs(otherZ[i]);
      float product = size * (size + otherEpsilon);
      float quotient = otherFactor * r[i] / product;
      otherSizes[i] = quotient * size + 0f * product;
      otherS[i] = quotient * otherZ[i];
    }
    for (int i = 0; i < length; i++) {
      float size = Math.abs(z[i]);
      float product = size * (size + epsilon);
      float quotient = factor * r[i] / product;
      sizes[i] = quotient * size + 0f * product;
      r[i] = quotient * z[i];
    }
    double sum = BlockSums.fold(sizes, length);
    double otherSum = BlockSums.fold(otherSizes, length);
    if (!(Math.abs(sum) + Math.abs(otherSum) <= WorkingPrecision.LARGE)) {
      return false;
    }
    a.stabilizerSum += sum * epsilon;
    b.stabilizerSum += otherSum * otherEpsilon;
    b.deadInBlock = false;
    b.anyShare = true;
    return true;
  }
}
