package org.sparklrp.engine.division;

import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

/**
 * The division of a layer by its own outputs, left to a layer behind it that has relevance and
 * outputs at hand: a sum divides the shares that it hands to its summands, a max pool what it hands
 * to the winners. That spares a pass over memory.
 *
 * <p>A program decides who divides for whom, where it chooses its kernels; they are told. What
 * comes of it is here: quotients are made ({@link #begin}) and taken ({@link #take}). Whoever else
 * reads them on their way sees relevance, and a layer that is handed relevance divides it as ever.
 *
 * @param epsilon the stabiliser; 0 where nothing is left to others
 */
public record EarlyDivision(float epsilon) {
  /** Of a layer that divides for itself, or not at all. */
  public static final EarlyDivision NONE = new EarlyDivision(0f);

  /** Whether a layer behind may divide. */
  public boolean isLeft() {
    return epsilon > 0;
  }

  /**
   * Begins the division of one signal.
   *
   * @param denominator the outputs of the layer that will take the quotients, or what a rectifier
   *     left of them
   * @param relevance in whose order blocks follow each other
   */
  public Signal begin(NativeTensor denominator, NativeTensor relevance, TensorPool pool) {
    return new Signal(epsilon, denominator, relevance, pool);
  }

  /**
   * Takes what has arrived as quotients, if that is what it is, and books what the stabiliser kept.
   *
   * @param denominator the layer's outputs, or what a rectifier left of them
   * @return whether the layer has nothing to divide any more
   */
  public boolean take(NativeTensor arrived, NativeTensor denominator, Account account) {
    double[] kept = isLeft() ? arrived.takeQuotients(denominator, epsilon) : null;
    if (kept == null) {
      return false;
    }
    for (int image = 0; image < kept.length; image++) {
      account.absorbStabilizer(image, kept[image]);
    }
    return true;
  }

  /**
   * One signal on its way through the layer that divides: the quotients in the place of what it
   * would hand on, and what the stabiliser keeps of them, which the layer before will book.
   */
  public static final class Signal implements AutoCloseable {
    private static final int BLOCK = BlockSums.BLOCK;
    private final float epsilon;
    private final NativeTensor denominator;
    private final double[] kept;
    private final DeadRelevance undivided;
    private @Nullable QuotientBlock pooled;
    private double keptOfBlock;

    private Signal(
        float epsilon, NativeTensor denominator, NativeTensor relevance, TensorPool pool) {
      this.epsilon = epsilon;
      this.denominator = denominator;
      kept = new double[relevance.samples()];
      undivided = new DeadRelevance(pool, relevance.shape());
      undivided.follow(relevance);
    }

    /** Whether it is divided: otherwise relevance is handed on. */
    public boolean isDivided() {
      return epsilon > 0;
    }

    /**
     * A block of shares divided: claim s / (claim + epsilon) for the positive part of each claim,
     * which is half of a + |a|, cheaper than max(a, 0).
     *
     * @param claims a block of the denominator; receives the quotients
     * @param s what each unit of a claim gets
     * @param scratch receives anything
     */
    public void divideShares(float[] claims, float[] s, float[] scratch, int length) {
      for (int i = 0; i < length; i++) {
        float claim = 0.5f * (claims[i] + Math.abs(claims[i]));
        claims[i] = claim * s[i] / (claim + epsilon);
      }
      keptOfBlock = BlockSums.fold(claims, scratch, length) * epsilon;
    }

    /**
     * Divides a block of relevance where the denominator is positive, value by value. What sits
     * elsewhere is handed over undivided.
     *
     * @param relevance receives the quotients
     * @param scratch receives anything
     * @param at where the block begins
     */
    public void divideOneByOne(float[] relevance, float[] scratch, int at, int length) {
      denominator.read(at, scratch, length);
      double sum = 0;
      boolean anyLeft = false;
      for (int i = 0; i < length; i++) {
        float divisor = scratch[i];
        scratch[i] = divisor > 0f ? 0f : relevance[i];
        anyLeft |= scratch[i] != 0f;
        relevance[i] = divisor > 0f ? relevance[i] / (divisor + epsilon) : 0f;
        sum += relevance[i];
      }
      keptOfBlock = sum * epsilon;
      if (anyLeft) {
        undivided.add(scratch, at, length);
      }
    }

    /** Counts what the stabiliser keeps of the block divided last. */
    public void count(int image) {
      kept[image] += keptOfBlock;
    }

    /**
     * Fills an array with quotients of an image, by those outputs that a max pool let through.
     *
     * @param relevance at the pool's outputs
     * @param output of the pool, without negative values, in the same order
     * @param at where the image begins in them
     * @return false, and the array spoilt, where relevance sits at an output of zero
     */
    public boolean dividePooled(
        NativeTensor relevance, NativeTensor output, int at, float[] values) {
      QuotientBlock block = pooled == null ? new QuotientBlock() : pooled;
      pooled = block;
      block.reset(1f, epsilon);
      for (int start = 0; start < values.length; start += BLOCK) {
        int length = Math.min(BLOCK, values.length - start);
        if (!QuickDivision.byRectified(block, relevance, output, at + start, length)) {
          return false;
        }
        System.arraycopy(block.r, 0, values, start, length);
      }
      kept[at / relevance.sampleSize()] = block.stabilizerSum;
      return true;
    }

    /** Says that all values of a tensor are the quotients now, beside what was left undivided. */
    public void handOver(NativeTensor quotients) {
      if (isDivided()) {
        quotients.divideEarly(denominator, epsilon, kept);
      }
      if (!undivided.isEmpty()) {
        quotients.addLater(undivided.tensor());
      }
    }

    @Override
    public void close() {
      undivided.close();
    }
  }
}
