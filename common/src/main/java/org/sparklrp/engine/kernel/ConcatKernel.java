package org.sparklrp.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;

/** Tensors joined along an axis; signals go back to where their values came from. */
public final class ConcatKernel implements Kernel {
  private final int axis;
  private final List<int[]> in;
  private final int[] out;

  public ConcatKernel(int axis, List<List<Integer>> in, List<Integer> out) {
    this.axis = axis;
    this.in = in.stream().map(Shapes::of).toList();
    this.out = Shapes.of(out);
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor joined = frame.pool().take(out);
    int offset = 0;
    for (NativeTensor input : inputs) {
      int run = run(input.shape());
      for (int outer = 0; outer < input.size() / run; outer++) {
        joined.moveToRows().put(outer * run(out) + offset, input.moveToRows(), outer * run, run);
      }
      offset += run;
    }
    return joined;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    List<NativeTensor> parts = new ArrayList<>();
    int offset = 0;
    for (int[] shape : in) {
      NativeTensor part = frame.pool().take(shape);
      int run = run(shape);
      for (int outer = 0; outer < part.size() / run; outer++) {
        part.moveToRows().put(outer * run, signal.moveToRows(), outer * run(out) + offset, run);
      }
      offset += run;
      parts.add(part);
    }
    signal.release();
    return parts;
  }

  /** How many consecutive values belong to one position of the dimensions before the axis. */
  private int run(int[] shape) {
    int run = 1;
    for (int dimension = axis; dimension < shape.length; dimension++) {
      run *= shape[dimension];
    }
    return run;
  }
}
