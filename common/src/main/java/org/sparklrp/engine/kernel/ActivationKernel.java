package org.sparklrp.engine.kernel;

import java.nio.FloatBuffer;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.model.Layer;
import org.sparklrp.rule.Rule;

/**
 * An element-wise function. Under LRP relevance passes it unchanged (Bach et al. 2015, eq. 56);
 * gradient methods weigh it with the derivative or with what guided back-propagation and deconvnets
 * put in its place.
 */
public final class ActivationKernel implements Kernel {
  private static final int BLOCK = 2048;
  private final Layer.Activation layer;
  private final Rule rule;

  public ActivationKernel(Layer.Activation layer, Rule rule) {
    this.layer = layer;
    this.rule = rule;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor in = inputs.get(0);
    NativeTensor out = mayOverwrite && in.isHeldOnce() ? in.retain() : frame.pool().takeLike(in);
    FloatBuffer source = in.form();
    FloatBuffer target = out.form();
    float[] block = new float[BLOCK];
    for (int start = 0; start < source.capacity(); start += BLOCK) {
      int length = Math.min(BLOCK, source.capacity() - start);
      source.get(start, block, 0, length);
      ActivationFunctions.apply(layer, block, length);
      target.put(start, block, 0, length);
    }
    return out;
  }

  @Override
  public boolean needsInputs() {
    return !(rule instanceof Rule.Pass) && !(rule instanceof Rule.DeconvGradient);
  }

  @Override
  public boolean passesSignals() {
    return rule instanceof Rule.Pass;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    if (passesSignals()) {
      return List.of(signal);
    }
    frame.align(signal);
    FloatBuffer values = signal.form();
    float[] r = new float[BLOCK];
    float[] x = new float[BLOCK];
    for (int start = 0; start < values.capacity(); start += BLOCK) {
      int length = Math.min(BLOCK, values.capacity() - start);
      values.get(start, r, 0, length);
      if (needsInputs()) {
        frame.input(0).form().get(start, x, 0, length);
        if (rule instanceof Rule.SmoothGradient smooth) {
          ActivationFunctions.smoothDerivative(smooth.beta(), x, length);
        } else {
          ActivationFunctions.derivative(layer, x, length);
        }
      }
      weigh(r, x, length);
      values.put(start, r, 0, length);
    }
    return List.of(signal);
  }

  private void weigh(float[] r, float[] derivative, int length) {
    boolean keepsNegative =
        !(rule instanceof Rule.GuidedGradient) && !(rule instanceof Rule.DeconvGradient);
    boolean usesDerivative = !(rule instanceof Rule.DeconvGradient);
    for (int i = 0; i < length; i++) {
      float kept = keepsNegative ? r[i] : Math.max(r[i], 0f);
      r[i] = usesDerivative ? kept * derivative[i] : kept;
    }
  }
}
