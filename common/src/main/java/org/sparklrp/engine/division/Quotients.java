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
 * @param coefficients the factor of the branch: one for all images, or one per image
 * @param epsilons the stabiliser: one for all images, or one per image
 * @param bias the bias contained in z, or null where nothing is to be booked for it
 * @param outputs which outputs take part, by the sign of the companion
 * @param sign 1 or -1 where no denominator has the other sign, 0 where they may have both
 * @param ownsDead whether this branch answers for outputs that no branch can serve
 */
public record Quotients(
    float[] coefficients,
    float[] epsilons,
    @Nullable ChannelValues bias,
    Outputs outputs,
    int sign,
    boolean ownsDead) {
  private static final int BLOCK = BlockSums.BLOCK;

  /** With one factor for all images. */
  public Quotients(
      float coefficient,
      float[] epsilons,
      @Nullable ChannelValues bias,
      Outputs outputs,
      int sign,
      boolean ownsDead) {
    this(new float[] {coefficient}, epsilons, bias, outputs, sign, ownsDead);
  }

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

  /** Makes a block ready for an image. */
  void begin(QuotientBlock block, int image) {
    block.reset(coefficients[image % coefficients.length], epsilons[image % epsilons.length]);
  }

  /**
   * Divides, and books what is kept.
   *
   * @return what came out of it
   */
  public Result divide(Streams streams, Account account) {
    NativeTensor relevance = streams.relevance();
    int sampleSize = relevance.sampleSize();
    QuotientBlock block = new QuotientBlock();
    streams.align();
    for (int image = 0; image < relevance.samples(); image++) {
      begin(block, image);
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        if (!QuickDivision.any(this, streams, block, at, length)) {
          block.load(streams, at, length);
          divideOneByOne(block, start, length, streams);
        }
        block.store(streams, at, length);
      }
      block.book(image, streams.dead() != null, account);
    }
    streams.result().written();
    return new Result(block.anyShare, block.anyLeft);
  }

  /**
   * The plain division of a loaded block, value by value, with all its case distinctions.
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
      float share = alone && block.c[i] == 0f ? relevance : block.coefficient * relevance;
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
