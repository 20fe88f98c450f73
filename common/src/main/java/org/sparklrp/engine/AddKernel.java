package org.sparklrp.engine;

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
  private static final int BLOCK = BlockSums.BLOCK;
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
    }
    frame.elementwise().sum(inputs, sum);
    return sum;
  }

  @Override
  public Footprint footprint() {
    return Footprint.IN_PLACE;
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
    frame.align(signal);
    shares.add(signal);
    for (int i = 1; i < summands; i++) {
      shares.add(frame.pool().takeLike(signal));
    }
    Block block = new Block(summands);
    boolean isPair =
        summands == 2
            && (policies.skip() == Policies.Skip.POSITIVE
                || policies.skip() == Policies.Skip.ABSOLUTE);
    int sampleSize = signal.sampleSize();
    for (int image = 0; image < signal.samples(); image++) {
      double epsilon = epsilon(frame, image, sampleSize);
      for (int start = 0; start < sampleSize; start += BLOCK) {
        int length = Math.min(BLOCK, sampleSize - start);
        int at = image * sampleSize + start;
        block.load(frame, signal, at, length);
        boolean simple = isPair && epsilon > 0;
        if (!simple || !block.splitAtOnce(policies.skip(), (float) epsilon)) {
          block.load(frame, signal, at, length);
          splitOneByOne(block, epsilon);
        }
        block.store(shares, at);
        account.absorbStabilizer(image, block.stabilizer);
        account.absorbDead(image, block.dead);
      }
    }
    shares.forEach(NativeTensor::written);
    return shares;
  }

  /** Some values of the signal and of all summands, and what splitting them kept. */
  private static final class Block {
    private final float[] r = new float[BLOCK];
    private final float[] s = new float[BLOCK];
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
      signal.read(at, r, length);
      for (int i = 0; i < parts.length; i++) {
        frame.input(i).read(at, parts[i], length);
      }
    }

    void store(List<NativeTensor> shares, int at) {
      for (int i = 0; i < parts.length; i++) {
        shares.get(i).write(at, parts[i], length);
      }
    }

    /**
     * Replaces two summands by their shares of r, by their positive parts or their sizes, without a
     * case distinction and with one result per loop, which the JVM vectorises.
     *
     * @return false, and the blocks spoilt, where relevance sits at a sum of zeros
     */
    boolean splitAtOnce(Policies.Skip skip, float epsilon) {
      float[] a = parts[0];
      float[] b = parts[1];
      if (skip == Policies.Skip.POSITIVE) {
        Elementwise.select(Part.POSITIVE, a, length);
        Elementwise.select(Part.POSITIVE, b, length);
      } else {
        Elementwise.select(Part.ABSOLUTE, a, length);
        Elementwise.select(Part.ABSOLUTE, b, length);
      }
      for (int i = 0; i < length; i++) {
        float sum = a[i] + b[i];
        float large = sum * WorkingPrecision.MUCH;
        float dead = r[i] * (large + 1f - large); // r where the sum is zero
        float infinite = dead * WorkingPrecision.HUGE * WorkingPrecision.HUGE; // or zero
        s[i] = r[i] / (sum + epsilon) + 0f * infinite;
      }
      for (int i = 0; i < length; i++) {
        a[i] *= s[i];
      }
      for (int i = 0; i < length; i++) {
        b[i] *= s[i];
      }
      double total = BlockSums.fold(s, length);
      stabilizer = total * epsilon;
      return Double.isFinite(total);
    }
  }

  private double epsilon(Frame frame, int image, int sampleSize) {
    if (policies.stabilizer() == Policies.Stabilizer.ABSOLUTE) {
      return Rule.DEFAULT_EPSILON;
    }
    double squares = 0;
    for (int i = image * sampleSize; i < (image + 1) * sampleSize; i++) {
      double z = 0;
      for (int summand = 0; summand < frame.inputs(); summand++) {
        z += claim(frame.input(summand).stored().get(i), summand);
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
  private void splitOneByOne(Block block, double epsilon) {
    float[][] parts = block.parts;
    boolean spreads = policies.dead() == Policies.Dead.SPREAD;
    int sharers = 0;
    for (int summand = 0; summand < parts.length; summand++) {
      sharers += takesPart(summand) ? 1 : 0;
    }
    for (int i = 0; i < block.length; i++) {
      double z = 0;
      for (int summand = 0; summand < parts.length; summand++) {
        parts[summand][i] = claim(parts[summand][i], summand);
        z += parts[summand][i];
      }
      double s = 0;
      if (z != 0) {
        double kept = z > 0 ? epsilon : -epsilon;
        s = block.r[i] / (z + kept);
        block.stabilizer += s * kept;
      } else if (!spreads) {
        block.dead += block.r[i];
      }
      boolean evenly = z == 0 && spreads;
      for (int summand = 0; summand < parts.length; summand++) {
        float even = takesPart(summand) ? block.r[i] / sharers : 0f;
        parts[summand][i] = evenly ? even : (float) (parts[summand][i] * s);
      }
    }
  }

  private boolean takesPart(int summand) {
    return policies.skip() != Policies.Skip.MAIN_ONLY || main[summand];
  }
}
