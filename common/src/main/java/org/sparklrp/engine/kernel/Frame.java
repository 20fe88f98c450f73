package org.sparklrp.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

/** What one layer of one running batch keeps between its forward and its backward pass. */
public final class Frame {
  private final TensorPool pool;
  private final List<NativeTensor> inputs = new ArrayList<>();
  private @Nullable NativeTensor output;
  private @Nullable NativeTensor rectified;
  private @Nullable Winners winners;

  /**
   * Where the values of a maximum came from.
   *
   * @param channelsLast the order of the images that the positions are meant for
   * @param positions one per value
   */
  record Winners(boolean channelsLast, int[] positions) {}

  public Frame(TensorPool pool) {
    this.pool = pool;
  }

  public TensorPool pool() {
    return pool;
  }

  public Elementwise elementwise() {
    return pool.elementwise();
  }

  public void keepInputs(List<NativeTensor> tensors) {
    tensors.forEach(tensor -> inputs.add(tensor.retain()));
  }

  public void keepOutput(NativeTensor tensor) {
    output = tensor.retain();
  }

  /** Keeps what a rectifier left of the output. */
  public void keepRectified(NativeTensor tensor) {
    rectified = tensor.retain();
  }

  /** Brings a signal and the kept inputs into one order. */
  void align(NativeTensor signal) {
    List<NativeTensor> all = new ArrayList<>(inputs);
    all.add(signal);
    NativeTensor.align(all);
  }

  void keepWinners(Winners kept) {
    winners = kept;
  }

  int inputs() {
    return inputs.size();
  }

  public NativeTensor input(int index) {
    return inputs.get(index);
  }

  public NativeTensor output() {
    if (output == null) {
      throw new IllegalStateException("The layer's output was not kept");
    }
    return output;
  }

  /** What a rectifier left of the output, if only that reads it and the kernel makes do with it. */
  public @Nullable NativeTensor rectified() {
    return rectified;
  }

  Winners winners() {
    if (winners == null) {
      throw new IllegalStateException("The pool's winners were not kept");
    }
    return winners;
  }

  public void release() {
    inputs.forEach(NativeTensor::release);
    inputs.clear();
    if (output != null) {
      output.release();
      output = null;
    }
    if (rectified != null) {
      rectified.release();
      rectified = null;
    }
    winners = null;
  }
}
