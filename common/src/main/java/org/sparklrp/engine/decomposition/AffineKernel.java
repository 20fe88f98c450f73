package org.sparklrp.engine.decomposition;

import java.util.List;
import org.sparklrp.engine.division.DeadRelevance;
import org.sparklrp.engine.division.Outputs;
import org.sparklrp.engine.division.Quotients;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Broadcast;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.model.Layer;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * Scale and shift by constants. A scale alone never changes relevance; a shift is a bias, which
 * takes its share where biases absorb (epsilon rule). Everywhere else its share goes to the one
 * input there is, so that relevance passes.
 */
public final class AffineKernel implements Kernel {
  private final float[] scale;
  private final float[] shift;
  private final boolean shifts;
  private final boolean gradient;
  private final boolean absorbs;
  private final boolean spreadsDead;
  private final boolean relative;
  private final double epsilon;

  public AffineKernel(Layer.Affine layer, List<Integer> shape, Rule rule, Policies policies) {
    scale = Broadcast.expand(layer.scale(), shape);
    shift = Broadcast.expand(layer.shift(), shape);
    shifts = !layer.shift().isZero();
    gradient = rule instanceof Rule.Gradient;
    absorbs =
        shifts
            && !gradient
            && !(rule instanceof Rule.Pass)
            && policies.bias() == Policies.Bias.ABSORB;
    spreadsDead = policies.dead() == Policies.Dead.SPREAD;
    relative = policies.stabilizer() == Policies.Stabilizer.RELATIVE;
    epsilon = rule instanceof Rule.Epsilon e ? e.epsilon() : Rule.DEFAULT_EPSILON;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor in = inputs.get(0);
    NativeTensor out;
    if (mayOverwrite && in.isHeldOnce()) {
      out = in.retain();
    } else {
      out = frame.pool().take(in.shape());
      frame.elementwise().copy(in, out);
    }
    frame.elementwise().scaleAndShift(out, scale, shift);
    return out;
  }

  @Override
  public boolean needsInputs() {
    return absorbs;
  }

  @Override
  public boolean needsOutput() {
    return absorbs;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    if (gradient) {
      frame.elementwise().scaleAndShift(signal, scale, new float[scale.length]);
    } else if (absorbs) {
      absorb(frame, signal, account);
    }
    return List.of(signal);
  }

  private void absorb(Frame frame, NativeTensor signal, Account account) {
    float[] epsilons =
        relative
            ? frame.elementwise().scaledRootMeanSquares(frame.output(), epsilon)
            : new float[] {(float) epsilon};
    Quotients division =
        new Quotients(1f, epsilons, new ChannelValues(shift, 1), Outputs.ALL, 0, true);
    signal.moveToRows(); // the shift has one entry per value, row-major
    frame.output().moveToRows();
    try (DeadRelevance dead = new DeadRelevance(frame.pool(), signal.shape())) {
      division.divide(
          new Quotients.Streams(
              signal,
              frame.output(),
              null,
              Quotients.Companion.OUTPUT,
              signal,
              spreadsDead ? dead : null),
          account);
      frame.elementwise().scaleAndShift(signal, scale, new float[scale.length]);
      frame.elementwise().accumulate(signal, false, frame.input(0), Part.WHOLE, 1f, signal);
      if (!dead.isEmpty()) {
        frame.elementwise().add(signal, dead.tensor());
      }
    }
  }
}
