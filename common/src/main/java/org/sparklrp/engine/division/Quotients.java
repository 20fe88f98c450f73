package org.sparklrp.engine.division;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.WorkingPrecision;

/**
 * s = coefficient * R / stab(z) with its ledger: one pass over R and z. What the bias in z and the
 * stabiliser keep is s * b and s * epsilon * sgn(z); where z is zero nothing can be handed on, and
 * R is dead.
 *
 * @param coefficient the factor of the branch
 * @param epsilons the stabiliser: one for all images, or one per image
 * @param bias the bias contained in z, or null where nothing is to be booked for it
 * @param outputs which outputs take part, by the sign of the companion
 * @param sign 1 or -1 where no denominator has the other sign, 0 where they may have both
 * @param ownsDead whether this branch answers for outputs that no branch can serve
 */
public record Quotients(
    float coefficient,
    float[] epsilons,
    @Nullable ChannelValues bias,
    Outputs outputs,
    int sign,
    boolean ownsDead) {
  private static final int BLOCK = BlockSums.BLOCK;

  /** What the second tensor beside z means. */
  public enum Companion {
    /** The layer's own output, whose sign selects the branch. */
    OUTPUT,
    /** The other branch's denominator: where it is zero, this branch takes all. */
    OTHER_DENOMINATOR
  }

  /**
   * What came out of a division.
   *
   * @param anyShare whether any quotient is not zero
   * @param anyLeft whether any relevance sits at outputs that this branch does not serve
   */
  public record Result(boolean anyShare, boolean anyLeft) {}

  /**
   * The tensors of one division.
   *
   * @param relevance R
   * @param denominator z, for the batch or, where it does not depend on the image, for a single one
   * @param companion the output or the other branch's denominator, or null
   * @param role what the companion is
   * @param result receives s; may be {@code relevance}
   * @param dead receives, added, what no branch can serve; null where the account absorbs it
   */
  public record Streams(
      NativeTensor relevance,
      Operand denominator,
      @Nullable Operand companion,
      Companion role,
      NativeTensor result,
      @Nullable DeadRelevance dead) {

    /** Brings all into one order. */
    void align() {
      List<NativeTensor> all = new ArrayList<>(denominator.tensors());
      all.add(relevance);
      if (companion != null) {
        all.addAll(companion.tensors());
      }
      NativeTensor.align(all);
      result.expectOrderOf(relevance);
      if (dead != null) {
        dead.follow(relevance);
      }
    }
  }

  /** The stabiliser of an image. */
  float epsilon(int image) {
    return epsilons[image % epsilons.length];
  }

  /**
   * Divides, and books what is kept.
   *
   * @return what came out of it
   */
  public Result divide(Streams streams, Account account) {
    NativeTensor relevance = streams.relevance();
    double[] kept = isPlain(streams) ? takeQuotients(streams) : null;
    if (kept != null) {
      for (int image = 0; image < kept.length; image++) {
        account.absorbStabilizer(image, kept[image]);
      }
      return new Result(true, false);
    }
    int sampleSize = relevance.sampleSize();
    int denominatorSize = streams.denominator().size();
    QuotientBlock block = new QuotientBlock();
    streams.align();
    for (int image = 0; image < relevance.samples(); image++) {
      block.reset(epsilon(image));
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        boolean done = divideByRectified(block, at, length, streams);
        if (!done && bias == null) {
          block.load(streams, at, at % denominatorSize, length);
          done = divideAtOnce(block, length, streams);
        }
        if (!done && bias == null && streams.companion() == null) {
          block.load(streams, at, at % denominatorSize, length);
          done = divideAroundZeros(block, length);
        }
        if (!done) {
          block.load(streams, at, at % denominatorSize, length);
          divideOneByOne(block, start, length, streams);
        }
        block.store(streams, at, length);
      }
      block.book(image, streams.dead() != null, account);
    }
    streams.result().written();
    return new Result(block.anyShare, block.anyLeft);
  }

  /** Whether the quotients are R / stab(z), in the place of R, with nothing else to be seen to. */
  private boolean isPlain(Streams streams) {
    return bias == null
        && coefficient == 1f
        && outputs == Outputs.ALL
        && epsilons.length == 1
        && streams.companion() == null
        && streams.result().storage() == streams.relevance().storage();
  }

  private double @Nullable [] takeQuotients(Streams streams) {
    if (streams.denominator() instanceof NativeTensor z) {
      return streams.relevance().takeQuotients(z, epsilons[0]);
    }
    return streams.denominator() instanceof RectifiedOutput output
        ? streams.relevance().takeQuotients(output.rectified(), epsilons[0])
        : null;
  }

  /** The division by outputs of which a rectifier left enough. */
  private boolean divideByRectified(QuotientBlock block, int at, int length, Streams streams) {
    if (!(streams.denominator() instanceof RectifiedOutput output)) {
      return false;
    }
    return divideByRectified(
        block, streams.relevance(), output.rectified(), coefficient, at, length);
  }

  /**
   * A block of quotients of R by what a rectifier left of outputs.
   *
   * @return false, and the blocks spoilt, where there is a case to distinguish
   */
  public static boolean divideByRectified(
      QuotientBlock block,
      NativeTensor relevance,
      NativeTensor rectified,
      float coefficient,
      int at,
      int length) {
    block.loadRectified(relevance, rectified, at, length);
    Divisions.byOneSign(block.r, block.z, 1f, coefficient, block.epsilon, block.r, length);
    return book(BlockSums.fold(block.r, block.d, length), block, length);
  }

  /**
   * The division without a case distinction.
   *
   * @return false, and the blocks spoilt, where there is a case to distinguish: a zero denominator,
   *     relevance at an output that needs a second look, or a product beyond the numbers
   */
  private boolean divideAtOnce(QuotientBlock block, int length, Streams streams) {
    if (streams.companion() != null && needsCases(block, length, streams.role())) {
      return false;
    }
    return book(divideAtOnce(block.r, block.z, block, length), block, length);
  }

  /**
   * The loops of it.
   *
   * @param r R, read
   * @param z denominators, read
   * @param block receives the quotients in the place of its r; which may be {@code r}
   * @return the sum of the quotients without the signs of their denominators
   */
  double divideAtOnce(float[] r, float[] z, QuotientBlock block, int length) {
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

  /**
   * The same where denominators are zero: what sits at those is dead.
   *
   * @return false, and the blocks spoilt, where a quotient would be too large
   */
  private boolean divideAroundZeros(QuotientBlock block, int length) {
    float[] r = block.r;
    float[] z = block.z;
    float[] dead = block.d;
    float[] sizes = block.cases;
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
  private boolean needsCases(QuotientBlock block, int length, Companion role) {
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

  /**
   * The division of a loaded block, with its case distinctions.
   *
   * @param start where the block begins in the image
   */
  void divideOneByOne(QuotientBlock block, int start, int length, Streams streams) {
    Arrays.fill(block.d, 0f);
    ChannelValues summands = bias == null ? null : bias.inOrderOf(streams.relevance());
    boolean alone = streams.companion() != null && streams.role() == Companion.OTHER_DENOMINATOR;
    for (int i = 0; i < length; i++) {
      float relevance = block.r[i];
      float z = block.z[i];
      block.r[i] = 0f;
      if (relevance == 0f) {
        continue;
      }
      if (outputs != Outputs.ALL) {
        float output = block.c[i];
        if (output == 0f) {
          if (ownsDead) {
            block.bury(i, relevance);
          }
          continue;
        }
        if (output > 0f != (outputs == Outputs.POSITIVE)) {
          block.anyLeft = true;
          continue;
        }
      }
      float share = alone && block.c[i] == 0f ? relevance : coefficient * relevance;
      if (z == 0f) {
        if (!alone) {
          block.bury(i, share);
        } else if (ownsDead && block.c[i] == 0f) {
          block.bury(i, relevance);
        }
        continue;
      }
      double kept = z > 0f ? block.epsilon : -block.epsilon;
      double s = share / (z + kept);
      if (Math.abs(s) > WorkingPrecision.LARGE) {
        block.bury(i, share);
        continue;
      }
      block.r[i] = (float) s;
      block.anyShare = true;
      block.stabilizerSum += s * kept;
      if (summands != null) {
        block.biasSum += s * summands.at(start + i);
      }
    }
  }
}
