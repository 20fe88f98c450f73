package org.sparklrp.engine;

import java.util.List;

/**
 * A linear layer whose signal goes back through its transpose: back-propagation (Simonyan et al.
 * 2014).
 */
final class GradientKernel implements Kernel {
  private final LinearMap map;

  GradientKernel(LinearMap map) {
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
