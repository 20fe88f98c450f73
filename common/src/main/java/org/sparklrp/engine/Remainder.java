package org.sparklrp.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a layer's output leaves beside the first of two denominators, which is positive: the second,
 * which is negative, for the price of a subtraction wherever it is read. A block in which that
 * would cancel digits is read from the second denominator itself.
 */
final class Remainder implements Operand, AutoCloseable {
  /** A difference smaller than this, against what it was taken from, has lost too many digits. */
  private static final float CANCELLED = 1e-3f;

  private final NativeTensor output;
  private final NativeTensor first;
  private final ChannelValues summands;
  private final Supplier<NativeTensor> second;
  private final float[] taken = new float[BlockSums.BLOCK];
  private final float[] lost = new float[BlockSums.BLOCK];
  private @Nullable NativeTensor computed;

  /**
   * The second denominator.
   *
   * @param output the layer's output
   * @param first the first denominator
   * @param summands what the denominators' parts of the bias are more than the bias
   * @param second computes the second denominator
   */
  Remainder(
      NativeTensor output,
      NativeTensor first,
      ChannelValues summands,
      Supplier<NativeTensor> second) {
    this.output = output;
    this.first = first;
    this.summands = summands;
    this.second = second;
  }

  @Override
  public int size() {
    return output.size();
  }

  @Override
  public int sampleSize() {
    return output.sampleSize();
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
      lost[i] = Math.max(block[i] + CANCELLED * Math.abs(taken[i]), 0f);
    }
    if (BlockSums.fold(lost, length) != 0) {
      exact().read(at, block, length);
    }
  }

  private NativeTensor exact() {
    NativeTensor present = computed;
    if (present == null) {
      present = second.get();
      computed = present;
    }
    present.moveIntoOrderOf(output);
    return present;
  }

  @Override
  public void close() {
    if (computed != null) {
      computed.release();
    }
  }
}
