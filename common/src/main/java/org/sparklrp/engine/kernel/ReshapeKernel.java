package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;

/** The same values in another shape, forward and backward, without a copy. */
public final class ReshapeKernel implements Kernel {
  private final int[] in;
  private final int[] out;

  public ReshapeKernel(List<Integer> in, List<Integer> out) {
    this.in = Shapes.of(in);
    this.out = Shapes.of(out);
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    return inputs.get(0).retainReshaped(out);
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor reshaped = signal.retainReshaped(in);
    signal.release();
    return List.of(reshaped);
  }
}
