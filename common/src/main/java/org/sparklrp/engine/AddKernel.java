package org.sparklrp.engine;

import java.nio.FloatBuffer;
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
    for (int i = 0; i < summands; i++) {
      shares.add(frame.pool().take(signal.shape()));
    }
    Reconciliation reconciliation =
        positive ? null : Reconciliation.before(signal, account, frame.elementwise());
    float[][] parts = new float[summands][BLOCK];
    float[] r = new float[BLOCK];
    float[] z = new float[BLOCK];
    LaneSums sums = new LaneSums();
    int sampleSize = signal.sampleSize();
    FloatBuffer values = signal.values();
    for (int image = 0; image < signal.samples(); image++) {
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        values.get(at, r, 0, length);
        for (int i = 0; i < summands; i++) {
          frame.input(i).values().get(at, parts[i], 0, length);
        }
        if (!positive || !splitAtOnce(r, z, parts, length, image, account, sums)) {
          splitOneByOne(r, parts, length, image, account);
        }
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

  /**
   * The split by positive parts without a case distinction, which the JVM vectorises.
   *
   * @return false, and nothing booked, where relevance sits at a sum without positive part
   */
  private static boolean splitAtOnce(
      float[] r,
      float[] z,
      float[][] parts,
      int length,
      int image,
      Account account,
      LaneSums sums) {
    Arrays.fill(z, 0, length, 0f);
    for (float[] part : parts) {
      for (int i = 0; i < length; i++) {
        part[i] = Math.max(part[i], 0f);
        z[i] += part[i];
      }
    }
    float[] cases = new float[BLOCK];
    for (int i = 0; i < length; i++) {
      cases[i] = Math.abs(r[i]) * (1f - Math.min(z[i] * LARGE, 1f));
    }
    if (sums.sum(cases, length) != 0) {
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
    account.absorbStabilizer(image, sums.sum(z, length) * EPSILON);
    return true;
  }

  /** The summands in {@code parts} are replaced by their shares of r. */
  private void splitOneByOne(float[] r, float[][] parts, int length, int image, Account account) {
    double stabilizer = 0;
    double dead = 0;
    for (int i = 0; i < length; i++) {
      double z = 0;
      for (float[] part : parts) {
        if (positive) {
          part[i] = Math.max(part[i], 0f);
        }
        z += part[i];
      }
      double s = 0;
      if (z != 0) {
        double kept = z > 0 ? Rule.DEFAULT_EPSILON : -Rule.DEFAULT_EPSILON;
        s = r[i] / (z + kept);
        stabilizer += s * kept;
      } else if (!positive) {
        dead += r[i];
      }
      boolean evenly = z == 0 && positive;
      for (float[] part : parts) {
        part[i] = evenly ? r[i] / parts.length : (float) (part[i] * s);
      }
    }
    account.absorbStabilizer(image, stabilizer);
    account.absorbDead(image, dead);
  }
}
