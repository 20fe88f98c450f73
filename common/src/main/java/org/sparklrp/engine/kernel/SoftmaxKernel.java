package org.sparklrp.engine.kernel;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.Layer;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * p = softmax(x) along a dimension. By its Taylor expansion at x (Achtibat et al. 2024, proposition
 * 3.1), R_in = x . (R - p sum R); the constant term of the expansion is a bias, whose relevance is
 * L = sum R - sum R_in. Where biases absorb it is booked as theirs. Where they spread, it goes to
 * the inputs of the same softmax in proportion to |x| p, the size of each input's part in a change
 * of log sum exp(x), or to p where that is zero throughout; so what is handed on stays linear in R
 * and bounded by it. Gradients: p . (R - sum p R).
 */
public final class SoftmaxKernel implements Kernel {
  private final int length;
  private final int inner;
  private final int rows;
  private final Rule rule;
  private final boolean spreads;

  public SoftmaxKernel(Layer.Softmax layer, List<Integer> shape, Rule rule, Policies policies) {
    length = shape.get(layer.axis());
    inner = Shapes.size(shape.subList(layer.axis() + 1, shape.size()));
    rows = Shapes.size(shape) / shape.get(0) / length / inner;
    this.rule = rule;
    spreads = policies.bias() == Policies.Bias.SPREAD;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor in = inputs.get(0);
    NativeTensor out = frame.pool().take(in.shape());
    float[] x = new float[length * inner];
    for (int start = 0; start < in.size(); start += x.length) {
      in.moveToRows().get(start, x);
      for (int column = 0; column < inner; column++) {
        normalize(x, column);
      }
      out.moveToRows().put(start, x);
    }
    return out;
  }

  private void normalize(float[] x, int column) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = column; i < x.length; i += inner) {
      largest = Math.max(largest, x[i]);
    }
    double sum = 0;
    for (int i = column; i < x.length; i += inner) {
      x[i] = (float) Math.exp(x[i] - largest);
      sum += x[i];
    }
    for (int i = column; i < x.length; i += inner) {
      x[i] = (float) (x[i] / sum);
    }
  }

  @Override
  public boolean needsInputs() {
    return rule instanceof Rule.Taylor;
  }

  @Override
  public boolean needsOutput() {
    return !(rule instanceof Rule.Pass);
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    if (rule instanceof Rule.Pass) {
      return List.of(signal);
    }
    float[] r = new float[length * inner];
    float[] p = new float[r.length];
    float[] x = new float[r.length];
    for (int row = 0; row < signal.size() / r.length; row++) {
      signal.moveToRows().get(row * r.length, r);
      frame.output().moveToRows().get(row * r.length, p);
      if (rule instanceof Rule.Taylor) {
        frame.input(0).moveToRows().get(row * r.length, x);
      }
      for (int column = 0; column < inner; column++) {
        if (rule instanceof Rule.Taylor) {
          expand(r, p, x, column, row / rows, account);
        } else {
          differentiate(r, p, column);
        }
      }
      signal.moveToRows().put(row * r.length, r);
    }
    return List.of(signal);
  }

  private void expand(float[] r, float[] p, float[] x, int column, int image, Account account) {
    double sum = 0;
    double weights = 0;
    for (int i = column; i < r.length; i += inner) {
      sum += r[i];
      weights += (double) Math.abs(x[i]) * p[i];
    }
    double handed = 0;
    for (int i = column; i < r.length; i += inner) {
      r[i] = (float) (x[i] * (r[i] - p[i] * sum));
      handed += r[i];
    }
    double bias = sum - handed;
    if (!spreads) {
      account.absorbBias(image, bias);
      return;
    }
    for (int i = column; i < r.length; i += inner) {
      r[i] += (float) (bias * (weights > 0 ? Math.abs(x[i]) * p[i] / weights : p[i]));
    }
  }

  private void differentiate(float[] r, float[] p, int column) {
    double sum = 0;
    for (int i = column; i < r.length; i += inner) {
      sum += (double) p[i] * r[i];
    }
    for (int i = column; i < r.length; i += inner) {
      r[i] = (float) (p[i] * (r[i] - sum));
    }
  }
}
