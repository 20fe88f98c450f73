package org.sparklrp.engine.division;

import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

/**
 * The relevance at a layer's outputs that no contribution can carry on, collected until it is
 * spread or booked. Takes memory only where there is any.
 */
public final class DeadRelevance implements AutoCloseable {
  private final TensorPool pool;
  private final int[] shape;
  private @Nullable NativeTensor tensor;
  private @Nullable NativeTensor model;

  /** Nothing yet, for a signal shaped so. */
  public DeadRelevance(TensorPool pool, int[] shape) {
    this.pool = pool;
    this.shape = shape.clone();
  }

  public boolean isEmpty() {
    return tensor == null;
  }

  /** The relevance so far; zeros at first. */
  public NativeTensor tensor() {
    NativeTensor present = tensor;
    if (present == null) {
      present = pool.zeros(shape);
      if (model != null) {
        present.expectOrderOf(model);
      }
      tensor = present;
    }
    return present;
  }

  /** Says that the positions to come are those of a signal, in the order it lies in. */
  public void follow(NativeTensor signal) {
    model = signal;
    if (tensor != null) {
      tensor.moveIntoOrderOf(signal);
    }
  }

  /** Adds a block of values at a position. */
  public void add(float[] values, int at, int length) {
    NativeTensor target = tensor();
    for (int i = 0; i < length; i++) {
      if (values[i] != 0f) {
        target.form().put(at + i, target.form().get(at + i) + values[i]);
      }
    }
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.release();
    }
  }
}
