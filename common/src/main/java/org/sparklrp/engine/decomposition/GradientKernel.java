package org.sparklrp.engine.decomposition;

import java.util.List;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.LinearMap;
import org.sparklrp.engine.linear.WeightPart;
import org.sparklrp.engine.memory.NativeTensor;

/**
 * A linear layer whose signal goes back through its transpose: back-propagation (Simonyan et al.
 * 2014).
 */
public final class GradientKernel implements Kernel {
  private final LinearMap map;

  public GradientKernel(LinearMap map) {
    this.map = map;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    return map.applyWithBias(inputs.get(0), frame.pool());
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = map.transpose(signal, WeightPart.ORIGINAL, frame.pool());
    signal.release();
    return List.of(result);
  }
}
