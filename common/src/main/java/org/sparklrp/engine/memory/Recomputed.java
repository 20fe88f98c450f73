package org.sparklrp.engine.memory;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tensor that can mostly be done without: it is computed when it is first asked for. */
public final class Recomputed implements AutoCloseable {
  private final Supplier<NativeTensor> computation;
  private @Nullable NativeTensor tensor;

  public Recomputed(Supplier<NativeTensor> computation) {
    this.computation = computation;
  }

  /** Reads a block of it, in the order in which another tensor's values lie. */
  public void read(NativeTensor model, int at, float[] block, int length) {
    NativeTensor present = tensor;
    if (present == null) {
      present = computation.get();
      tensor = present;
    }
    present.moveIntoOrderOf(model);
    present.read(at, block, length);
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.release();
    }
  }
}
