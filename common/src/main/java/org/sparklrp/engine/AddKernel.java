package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Rule;

/**
 * A sum of tensors, as at the end of a residual block. With the conserving account relevance splits
 * by the positive parts of the summands, never by a ratio that can explode; with the reference
 * account by the summands themselves; gradients are copied.
 */
final class AddKernel implements Kernel {
  private static final int BLOCK = 1024;
  private static final float LARGE = 1e30f;
  private static final float EPSILON = (float) Rule.DEFAULT_EPSILON;
  private final boolean copies;
  private final boolean positive;

  AddKernel(Rule rule, Accounting accounting) {
    copies = rule instanceof Rule.Gradient;
    positive = accounting == Accounting.CONSERVING || rule instanceof Rule.ZPlus;
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
    shares.add(signal);
    for (int i = 1; i < summands; i++) {
      shares.add(frame.pool().take(signal.shape()));
    }
    Reconciliation reconciliation =
        positive ? null : Reconciliation.before(signal, account, frame.elementwise());
    Block block = new Block(summands);
    int sampleSize = signal.sampleSize();
    for (int image = 0; image < signal.samples(); image++) {
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        block.load(frame, signal, at, length);
        if (!positive || !block.splitAtOnce()) {
          block.splitOneByOne(positive);
        }
        block.store(shares, at);
        account.absorbStabilizer(image, block.stabilizer);
        account.absorbDead(image, block.dead);
      }
    }
    if (reconciliation != null) {
      reconciliation.settle(shares, account);
    }
    return shares;
  }

  /** Some values of the signal and of all summands, and what splitting them kept. */
  private static final class Block {
    private final float[] r = new float[BLOCK];
    private final float[] z = new float[BLOCK];
    private final float[] cases = new float[BLOCK];
    private final float[][] parts;
    private int length;
    private double stabilizer;
    private double dead;

    Block(int summands) {
      parts = new float[summands][BLOCK];
    }

    void load(Frame frame, NativeTensor signal, int at, int count) {
      length = count;
      stabilizer = 0;
      dead = 0;
      signal.values().get(at, r, 0, length);
      for (int i = 0; i < parts.length; i++) {
        frame.input(i).values().get(at, parts[i], 0, length);
      }
    }

    void store(List<NativeTensor> shares, int at) {
      for (int i = 0; i < parts.length; i++) {
        shares.get(i).values().put(at, parts[i], 0, length);
      }
    }

    /**
     * Replaces the summands by their shares of r, by their positive parts, without a case
     * distinction, which the JVM vectorises.
     *
     * @return false, and nothing split, where relevance sits at a sum without positive part
     */
    boolean splitAtOnce() {
      Arrays.fill(z, 0, length, 0f);
      for (float[] part : parts) {
        for (int i = 0; i < length; i++) {
          part[i] = Math.max(part[i], 0f);
          z[i] += part[i];
        }
      }
      for (int i = 0; i < length; i++) {
        cases[i] = Math.abs(r[i]) * (1f - Math.min(z[i] * LARGE, 1f));
      }
      if (BlockSums.sum(cases, length) != 0) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        z[i] = r[i] / (z[i] + EPSILON);
      }
      for (float[] part : parts) {
        for (int i = 0; i < length; i++) {
          part[i] *= z[i];
        }
      }
      stabilizer = BlockSums.sum(z, length) * EPSILON;
      return true;
    }

    /** The summands in {@code parts} are replaced by their shares of r. */
    void splitOneByOne(boolean positive) {
      for (int i = 0; i < length; i++) {
        double sum = 0;
        for (float[] part : parts) {
          if (positive) {
            part[i] = Math.max(part[i], 0f);
          }
          sum += part[i];
        }
        double s = 0;
        if (sum != 0) {
          double kept = sum > 0 ? Rule.DEFAULT_EPSILON : -Rule.DEFAULT_EPSILON;
          s = r[i] / (sum + kept);
          stabilizer += s * kept;
        } else if (!positive) {
          dead += r[i];
        }
        boolean evenly = sum == 0 && positive;
        for (float[] part : parts) {
          part[i] = evenly ? r[i] / parts.length : (float) (part[i] * s);
        }
      }
    }
  }
}
