package org.sparklrp.engine.division;

import java.util.List;
import java.util.function.Supplier;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.Recomputed;

/**
 * A layer's output of which only what a rectifier left was kept. That is enough wherever relevance
 * comes from layers behind the rectifier that hand it to what they were given: none is at values
 * that were cut.
 */
public final class RectifiedOutput implements Operand, AutoCloseable {
  private final NativeTensor rectified;
  private final Recomputed output;

  /**
   * The output.
   *
   * @param rectified what the rectifier left
   * @param output computes the output
   */
  public RectifiedOutput(NativeTensor rectified, Supplier<NativeTensor> output) {
    this.rectified = rectified;
    this.output = new Recomputed(output);
  }

  NativeTensor rectified() {
    return rectified;
  }

  @Override
  public List<NativeTensor> tensors() {
    return List.of(rectified);
  }

  /** Reads the output itself: that of the whole batch is computed once for it. */
  @Override
  public void read(int at, float[] block, int length) {
    output.read(rectified, at, block, length);
  }

  @Override
  public void close() {
    output.close();
  }
}
