package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Broadcast;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.model.Layer;
import org.sparklrp.rule.Rule;

/** A rectifier with a slope per channel: relevance passes, a gradient is weighed by the slope. */
public final class ParametricReluKernel implements Kernel {
  private final float[] slopes;
  private final boolean gradient;

  public ParametricReluKernel(Layer.ParametricRelu layer, List<Integer> shape, Rule rule) {
    slopes = Broadcast.expand(layer.slope(), shape);
    gradient = rule instanceof Rule.Gradient;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor out = frame.pool().take(inputs.get(0).shape());
    weigh(inputs.get(0), inputs.get(0), out);
    return out;
  }

  @Override
  public boolean needsInputs() {
    return gradient;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    if (gradient) {
      weigh(frame.input(0), signal, signal);
    }
    return List.of(signal);
  }

  /** out = values where x is positive, else slope * values. */
  private void weigh(NativeTensor x, NativeTensor values, NativeTensor out) {
    float[] signs = new float[slopes.length];
    float[] block = new float[slopes.length];
    for (int start = 0; start < x.size(); start += slopes.length) {
      x.moveToRows().get(start, signs);
      values.moveToRows().get(start, block);
      for (int i = 0; i < block.length; i++) {
        block[i] = signs[i] > 0f ? block[i] : slopes[i] * block[i];
      }
      out.moveToRows().put(start, block);
    }
  }
}
