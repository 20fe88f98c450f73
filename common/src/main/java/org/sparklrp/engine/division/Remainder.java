package org.sparklrp.engine.division;

import java.util.List;
import java.util.function.Supplier;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.Recomputed;

/**
 * What a layer's output leaves beside the first of two denominators, which is positive: the second,
 * which is negative, for the price of a subtraction wherever it is read. A block in which that
 * would cancel digits is read from the second denominator itself.
 */
public final class Remainder implements Operand, AutoCloseable {
  /** A difference smaller than this, against what it was taken from, has lost too many digits. */
  private static final float CANCELLED = 1e-3f;

  private final NativeTensor output;
  private final NativeTensor first;
  private final ChannelValues summands;
  private final Recomputed second;
  private final float[] taken = BlockSums.block();
  private final float[] lost = BlockSums.block();

  /**
   * The second denominator.
   *
   * @param output the layer's output
   * @param first the first denominator
   * @param summands what the denominators' parts of the bias are more than the bias
   * @param second computes the second denominator
   */
  public Remainder(
      NativeTensor output,
      NativeTensor first,
      ChannelValues summands,
      Supplier<NativeTensor> second) {
    this.output = output;
    this.first = first;
    this.summands = summands;
    this.second = new Recomputed(second);
  }

  @Override
  public List<NativeTensor> tensors() {
    return List.of(output, first);
  }

  @Override
  public void read(int at, float[] block, int length) {
    output.read(at, block, length);
    summands.inOrderOf(output).read(at % sampleSize(), taken, length);
    for (int i = 0; i < length; i++) {
      block[i] += taken[i];
    }
    first.read(at, taken, length);
    for (int i = 0; i < length; i++) {
      block[i] -= taken[i];
    }
    for (int i = 0; i < length; i++) {
      float over = block[i] + CANCELLED * Math.abs(taken[i]);
      lost[i] = over + Math.abs(over); // zero, or too large a difference
    }
    if (BlockSums.fold(lost, lost, length) != 0) {
      second.read(output, at, block, length);
    }
  }

  @Override
  public void close() {
    second.close();
  }
}
