package org.sparklrp.engine.kernel;

import org.sparklrp.engine.division.QuotientBlock;
import org.sparklrp.engine.division.Quotients;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;

/**
 * The relevance of a max pool's outputs divided for the layer whose rectified output was pooled: by
 * the winners, which are the outputs themselves.
 */
final class PooledQuotients implements MaxPoolKernel.Source {
  private static final int BLOCK = BlockSums.BLOCK;
  private final NativeTensor relevance;
  private final NativeTensor output;
  private final float epsilon;
  private final double[] kept;
  private final QuotientBlock block = new QuotientBlock();

  /**
   * The quotients of one signal, with their channels last.
   *
   * @param relevance what arrived at the pool
   * @param output of the pool, without negative values
   * @param epsilon the stabiliser
   */
  PooledQuotients(NativeTensor relevance, NativeTensor output, float epsilon) {
    this.relevance = relevance;
    this.output = output;
    this.epsilon = epsilon;
    this.kept = new double[relevance.samples()];
    if (!relevance.isChannelsLast()) {
      relevance.moveChannelsLast();
    }
    output.moveIntoOrderOf(relevance);
    relevance.alignWhatWasPutOff();
  }

  /** Per image, what the stabiliser keeps in the divisions so far. */
  double[] kept() {
    return kept;
  }

  /** Fills an array with an image's quotients, unless relevance sits at an output of zero. */
  @Override
  public boolean get(int at, float[] values) {
    block.reset(epsilon);
    for (int start = 0; start < values.length; start += BLOCK) {
      int length = Math.min(BLOCK, values.length - start);
      if (!Quotients.divideByRectified(block, relevance, output, 1f, at + start, length)) {
        return false;
      }
      System.arraycopy(block.r, 0, values, start, length);
    }
    kept[at / relevance.sampleSize()] = block.stabilizerSum;
    return true;
  }
}
