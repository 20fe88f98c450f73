package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.model.Layer;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * Constant cells inserted along a dimension. No input answers for them: they are a bias. Its
 * relevance is booked as such, or, where biases spread, goes to the cells of the input in
 * proportion to their size, evenly where all are zero. Gradients end there, as dead relevance.
 */
public final class InsertKernel implements Kernel {
  private final float[] constant;
  private final int[] in;
  private final int[] out;
  private final int run;
  private final int before;
  private final boolean gradient;
  private final boolean spreads;

  public InsertKernel(
      Layer.Insert layer, List<Integer> in, List<Integer> out, Rule rule, Policies policies) {
    this.in = Shapes.of(in);
    this.out = Shapes.of(out);
    int inner = Shapes.size(in.subList(layer.axis() + 1, in.size()));
    run = in.get(layer.axis()) * inner;
    before = layer.at() * inner;
    constant = WorkingPrecision.values(layer.constant());
    gradient = rule instanceof Rule.Gradient;
    spreads = policies.bias() == Policies.Bias.SPREAD;
  }

  private int inserted() {
    return NativeTensor.size(out) / (NativeTensor.size(in) / run) - run;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor joined = frame.pool().take(out);
    float[] from = new float[run];
    int count = inserted();
    for (int outer = 0; outer < joined.size() / (run + count); outer++) {
      int at = outer * (run + count);
      inputs.get(0).moveToRows().get(outer * run, from);
      joined.moveToRows().put(at, from, 0, before);
      joined.moveToRows().put(at + before, constant, outer * count % constant.length, count);
      joined.moveToRows().put(at + before + count, from, before, run - before);
    }
    return joined;
  }

  @Override
  public boolean needsInputs() {
    return spreads && !gradient;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = frame.pool().take(in);
    int count = inserted();
    float[] both = new float[run + count];
    double[] bias = new double[signal.samples()];
    int runs = result.sampleSize() / run;
    for (int outer = 0; outer < result.size() / run; outer++) {
      signal.moveToRows().get(outer * both.length, both);
      result.moveToRows().put(outer * run, both, 0, before);
      result.moveToRows().put(outer * run + before, both, before + count, run - before);
      for (int i = before; i < before + count; i++) {
        bias[outer / runs] += both[i];
      }
    }
    signal.release();
    for (int image = 0; image < bias.length; image++) {
      if (gradient) {
        account.absorbDead(image, bias[image]);
      } else if (spreads) {
        spread(frame.input(0), result, image, bias[image]);
      } else {
        account.absorbBias(image, bias[image]);
      }
    }
    return List.of(result);
  }

  private static void spread(NativeTensor input, NativeTensor result, int image, double bias) {
    float[] x = new float[input.sampleSize()];
    float[] r = new float[x.length];
    input.moveToRows().get(image * x.length, x);
    result.moveToRows().get(image * x.length, r);
    double size = 0;
    for (float value : x) {
      size += Math.abs(value);
    }
    for (int i = 0; i < r.length; i++) {
      r[i] += (float) (bias * (size > 0 ? Math.abs(x[i]) / size : 1.0 / r.length));
    }
    result.moveToRows().put(image * x.length, r);
  }
}
