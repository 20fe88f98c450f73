package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The loops that do what is {@link Pending}, in the block where values are read. An instance owns
 * its blocks, which no other loop uses, and serves one thread.
 */
final class Forming {
  private static final int BLOCK = BlockSums.BLOCK;
  private final float[] formed = BlockSums.block();
  private final float[] factors = BlockSums.block();
  private final float[] summands = BlockSums.block();

  /** Forms all values in their place; what is pending lies in the same order. */
  void form(NativeStorage storage) {
    FloatBuffer values = storage.raw();
    for (int start = 0; start < values.capacity(); start += BLOCK) {
      int length = Math.min(BLOCK, values.capacity() - start);
      read(storage, start, formed, length, null);
      values.put(start, formed, 0, length);
    }
  }

  /** Copies all values, formed, in the order they lie in; they stay as they are. */
  void copy(NativeStorage storage, float[] target) {
    for (int start = 0; start < target.length; start += BLOCK) {
      int length = Math.min(BLOCK, target.length - start);
      read(storage, start, formed, length, null);
      System.arraycopy(formed, 0, target, start, length);
    }
  }

  /**
   * Reads a block of values, formed.
   *
   * @param known a factor whose block the caller has already
   */
  void read(NativeStorage storage, int at, float[] block, int length, @Nullable KnownFactor known) {
    storage.raw().get(at, block, 0, length);
    Pending.Factor factor = storage.pending().factor();
    if (factor != null) {
      float[] values = factor(factor, at, length, known);
      for (int i = 0; i < length; i++) {
        block[i] *= values[i];
      }
    }
    for (NativeTensor summand : storage.pending().summands()) {
      addTo(block, summand.storage(), at, length, known);
    }
  }

  private void addTo(
      float[] block, NativeStorage summand, int at, int length, @Nullable KnownFactor known) {
    summand.raw().get(at, summands, 0, length);
    Pending.Factor factor = summand.pending().factor();
    if (factor == null) {
      for (int i = 0; i < length; i++) {
        block[i] += summands[i];
      }
    } else {
      float[] values = factor(factor, at, length, known);
      for (int i = 0; i < length; i++) {
        block[i] += summands[i] * values[i];
      }
    }
  }

  private float[] factor(Pending.Factor factor, int at, int length, @Nullable KnownFactor known) {
    if (known != null && known.isFor(factor)) {
      return known.block();
    }
    factor.tensor().form().get(at, factors, 0, length);
    Elementwise.select(factor.part(), factors, length);
    return factors;
  }
}
