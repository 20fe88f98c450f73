package org.sparklrp.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * A sum of tensors, as at the end of a residual block. Relevance splits as {@link Policies.Skip}
 * says: by the positive parts of the summands, by their sizes, between those of the main branch, or
 * by the summands themselves; gradients are copied.
 */
final class AddKernel implements Kernel {
  private static final int BLOCK = 2048;
  private final boolean copies;
  private final Policies policies;
  private final boolean[] main;

  /**
   * A sum.
   *
   * @param rule the gradient, or any other for relevance
   * @param policies how relevance splits
   * @param main per summand: whether it belongs to the main branch
   */
  AddKernel(Rule rule, Policies policies, boolean[] main) {
    copies = rule instanceof Rule.Gradient;
    this.policies = policies;
    this.main = main;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor sum;
    if (mayOverwrite && inputs.get(0).isHeldOnce()) {
      sum = inputs.get(0).retain();
    } else {
      sum = frame.pool().take(inputs.get(0).shape());
      frame.elementwise().copy(inputs.get(0), sum);
    }
    for (NativeTensor summand : inputs.subList(1, inputs.size())) {
      frame.elementwise().add(sum, summand);
    }
    return sum;
  }

  @Override
  public boolean needsInputs() {
    return true;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    int summands = frame.inputs();
    List<NativeTensor> shares = new ArrayList<>();
    if (copies) {
      shares.add(signal);
      for (int i = 1; i < summands; i++) {
        NativeTensor copy = frame.pool().take(signal.shape());
        frame.elementwise().copy(signal, copy);
        shares.add(copy);
      }
      return shares;
    }
    for (int i = 0; i < summands; i++) {
      shares.add(frame.pool().take(signal.shape()));
    }
    Reconciliation reconciliation =
        policies.mayGrow() ? Reconciliation.before(signal, account, frame.elementwise()) : null;
    float[][] parts = new float[summands][BLOCK];
    float[] r = new float[BLOCK];
    int sampleSize = signal.sampleSize();
    FloatBuffer values = signal.values();
    for (int image = 0; image < signal.samples(); image++) {
      double epsilon = epsilon(frame, image, sampleSize);
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        values.get(at, r, 0, length);
        for (int i = 0; i < summands; i++) {
          frame.input(i).values().get(at, parts[i], 0, length);
        }
        split(r, parts, length, epsilon, image, account);
        for (int i = 0; i < summands; i++) {
          shares.get(i).values().put(at, parts[i], 0, length);
        }
      }
    }
    signal.release();
    if (reconciliation != null) {
      reconciliation.settle(shares, account);
    }
    return shares;
  }

  private double epsilon(Frame frame, int image, int sampleSize) {
    if (policies.stabilizer() == Policies.Stabilizer.ABSOLUTE) {
      return Rule.DEFAULT_EPSILON;
    }
    double squares = 0;
    for (int i = image * sampleSize; i < (image + 1) * sampleSize; i++) {
      double z = 0;
      for (int summand = 0; summand < frame.inputs(); summand++) {
        z += claim(frame.input(summand).values().get(i), summand);
      }
      squares += z * z;
    }
    return Rule.DEFAULT_EPSILON * Math.sqrt(squares / sampleSize);
  }

  /** What a summand's value counts for. */
  private float claim(float value, int summand) {
    return switch (policies.skip()) {
      case NORM -> value;
      case POSITIVE -> Math.max(value, 0f);
      case ABSOLUTE -> Math.abs(value);
      case MAIN_ONLY -> main[summand] ? Math.max(value, 0f) : 0f;
    };
  }

  /** The summands in {@code parts} are replaced by their shares of r. */
  private void split(
      float[] r, float[][] parts, int length, double epsilon, int image, Account account) {
    boolean spreads = policies.dead() == Policies.Dead.SPREAD;
    int sharers = 0;
    for (int summand = 0; summand < parts.length; summand++) {
      sharers += takesPart(summand) ? 1 : 0;
    }
    double stabilizer = 0;
    double dead = 0;
    for (int i = 0; i < length; i++) {
      double z = 0;
      for (int summand = 0; summand < parts.length; summand++) {
        parts[summand][i] = claim(parts[summand][i], summand);
        z += parts[summand][i];
      }
      double s = 0;
      if (z != 0) {
        double kept = z > 0 ? epsilon : -epsilon;
        s = r[i] / (z + kept);
        stabilizer += s * kept;
      } else if (!spreads) {
        dead += r[i];
      }
      boolean evenly = z == 0 && spreads;
      for (int summand = 0; summand < parts.length; summand++) {
        float even = takesPart(summand) ? r[i] / sharers : 0f;
        parts[summand][i] = evenly ? even : (float) (parts[summand][i] * s);
      }
    }
    account.absorbStabilizer(image, stabilizer);
    account.absorbDead(image, dead);
  }

  private boolean takesPart(int summand) {
    return policies.skip() != Policies.Skip.MAIN_ONLY || main[summand];
  }
}
