package org.sparklrp.engine.kernel;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.Layer;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * y = c (x - mean x), c = 1 / sqrt(variance + epsilon), per row. For relevance c is a constant
 * (Achtibat et al. 2024, proposition 3.4; Ali et al. 2022), so that the layer is linear: by the
 * epsilon rule, R_in = x . c (s - mean s), s = R / stab(y), which keeps the sum of R but for the
 * stabiliser, whose share is spread evenly over the row in the conserving account. The norm rule is
 * the same in the reference account; in the conserving account relevance passes, because x / y can
 * explode. Gradients take c for the function it is: c (R - mean R - y mean(R y)).
 */
public final class NormalizationKernel implements Kernel {
  private final Layer.Normalization layer;
  private final int length;
  private final int rows;
  private final Rule rule;
  private final Policies policies;
  private final boolean passes;

  public NormalizationKernel(
      Layer.Normalization layer, List<Integer> shape, Rule rule, Policies policies) {
    this.layer = layer;
    this.rule = rule;
    this.policies = policies;
    length = Shapes.size(shape.subList(layer.axis(), shape.size()));
    rows = Shapes.size(shape) / shape.get(0) / length;
    passes =
        rule instanceof Rule.Pass || (rule instanceof Rule.Norm && policies.poolsByPositiveParts());
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor in = inputs.get(0);
    NativeTensor out = frame.pool().take(in.shape());
    float[] x = new float[length];
    for (int start = 0; start < in.size(); start += length) {
      in.moveToRows().get(start, x);
      double mean = mean(x);
      double factor = factor(x, mean);
      for (int i = 0; i < length; i++) {
        x[i] = (float) ((x[i] - mean) * factor);
      }
      out.moveToRows().put(start, x);
    }
    return out;
  }

  private double mean(float[] x) {
    return layer.centered() ? BlockSums.sum(x, length) / length : 0;
  }

  private double factor(float[] x, double mean) {
    double squares = 0;
    for (int i = 0; i < length; i++) {
      double difference = x[i] - mean;
      squares += difference * difference;
    }
    return 1 / Math.sqrt(squares / length + layer.epsilon());
  }

  @Override
  public boolean needsInputs() {
    return !passes;
  }

  @Override
  public boolean needsOutput() {
    return !passes;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    if (passes) {
      return List.of(signal);
    }
    boolean differentiates = rule instanceof Rule.Gradient;
    float[] epsilons = epsilons(frame);
    float[] r = new float[length];
    float[] x = new float[length];
    float[] y = new float[length];
    for (int row = 0; row < signal.size() / length; row++) {
      signal.moveToRows().get(row * length, r);
      frame.input(0).moveToRows().get(row * length, x);
      frame.output().moveToRows().get(row * length, y);
      double factor = factor(x, mean(x));
      if (differentiates) {
        differentiate(r, y, factor);
      } else {
        int image = row / rows;
        decompose(r, x, y, factor, epsilons[image % epsilons.length], image, account);
      }
      signal.moveToRows().put(row * length, r);
    }
    return List.of(signal);
  }

  private float[] epsilons(Frame frame) {
    double epsilon = rule instanceof Rule.Epsilon e ? e.epsilon() : Rule.SMALLEST_EPSILON;
    return policies.stabilizer() == Policies.Stabilizer.RELATIVE
        ? frame.elementwise().scaledRootMeanSquares(frame.output(), epsilon)
        : new float[] {(float) epsilon};
  }

  private void differentiate(float[] r, float[] y, double factor) {
    double mean = mean(r);
    double projection = 0;
    for (int i = 0; i < length; i++) {
      projection += (double) r[i] * y[i];
    }
    projection /= length;
    for (int i = 0; i < length; i++) {
      r[i] = (float) (factor * (r[i] - mean - y[i] * projection));
    }
  }

  private void decompose(
      float[] r, float[] x, float[] y, double factor, float epsilon, int image, Account account) {
    double[] s = new double[length];
    double sum = 0;
    double stabilizer = 0;
    double dead = 0;
    for (int i = 0; i < length; i++) {
      if (y[i] == 0f) {
        dead += r[i];
        continue;
      }
      double kept = y[i] > 0f ? epsilon : -epsilon;
      s[i] = r[i] / (y[i] + kept);
      stabilizer += s[i] * kept;
      sum += s[i];
    }
    double mean = layer.centered() ? sum / length : 0;
    Arrays.setAll(s, i -> x[i] * factor * (s[i] - mean));
    boolean spreads = policies.dead() == Policies.Dead.SPREAD;
    boolean loses = policies.losesToStabilizers();
    double even = ((spreads ? dead : 0) + (loses ? 0 : stabilizer)) / length;
    for (int i = 0; i < length; i++) {
      r[i] = (float) (s[i] + even);
    }
    account.absorbStabilizer(image, loses ? stabilizer : 0);
    account.absorbDead(image, spreads ? 0 : dead);
  }
}
