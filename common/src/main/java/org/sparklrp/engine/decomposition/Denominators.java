package org.sparklrp.engine.decomposition;

import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.decomposition.RuleTerms.Branch;
import org.sparklrp.engine.division.Remainder;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.linear.WeightPart;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.rule.Policies;

/**
 * The denominators of a rule on one batch: each computed when first asked for, then shared by all
 * targets.
 */
final class Denominators implements AutoCloseable {
  private final RuleTerms rule;
  private final Contributions contributions;
  private final Frame frame;
  private final @Nullable NativeTensor[] branches;
  private final float[] @Nullable [] epsilons;
  private @Nullable NativeTensor signs;
  private @Nullable Remainder remainder;

  Denominators(RuleTerms rule, Contributions contributions, Frame frame) {
    this.rule = rule;
    this.contributions = contributions;
    this.frame = frame;
    this.branches = new NativeTensor[rule.branches().size()];
    this.epsilons = new float[rule.branches().size()][];
  }

  /** The denominator of a branch; not to be released. */
  Operand of(int branch) {
    if (rule.isRemainder(branch)) {
      return remainder();
    }
    return tensor(branch);
  }

  /**
   * The denominator of a branch, computed where it is not the layer's output; not to be released.
   */
  NativeTensor tensor(int index) {
    NativeTensor denominator = branches[index];
    if (denominator == null) {
      Branch branch = rule.branches().get(index);
      denominator =
          contributions.isForward(branch)
              ? frame.output().retain()
              : contributions.denominator(branch, frame);
      branches[index] = denominator;
    }
    return denominator;
  }

  private Remainder remainder() {
    Remainder present = remainder;
    if (present == null) {
      float[] bias = WorkingPrecision.values(contributions.map().bias());
      float[] summands = new float[bias.length];
      if (contributions.isBiased()) {
        float[] first = part(rule.branches().get(0).bias());
        float[] second = part(rule.branches().get(1).bias());
        for (int i = 0; i < summands.length; i++) {
          summands[i] = first[i] + second[i] - bias[i];
        }
      }
      present =
          new Remainder(
              frame.output(),
              tensor(0),
              new ChannelValues(summands, contributions.map().biasArea()),
              () -> contributions.denominator(rule.branches().get(1), frame));
      remainder = present;
    }
    return present;
  }

  private float[] part(@Nullable WeightPart bias) {
    return bias == null
        ? new float[contributions.map().bias().size()]
        : bias.of(contributions.map().bias());
  }

  /** The stabiliser of a branch: one for all images, or one per image. */
  float[] epsilons(int branch) {
    float[] chosen = epsilons[branch];
    if (chosen == null) {
      chosen =
          rule.policies().stabilizer() == Policies.Stabilizer.ABSOLUTE
              ? new float[] {(float) rule.epsilon()}
              : frame.elementwise().scaledRootMeanSquares(of(branch), rule.epsilon());
      epsilons[branch] = chosen;
    }
    return chosen;
  }

  /**
   * What decides by its sign which branch serves an output: W a + b, or W a where the bias is
   * ignored; not to be released.
   */
  NativeTensor signs() {
    NativeTensor chosen = signs;
    if (chosen == null) {
      chosen =
          contributions.isBiased() && rule.policies().bias() == Policies.Bias.IGNORE
              ? contributions.product(RuleTerms.WHOLE, frame)
              : frame.output().retain();
      signs = chosen;
    }
    return chosen;
  }

  @Override
  public void close() {
    for (NativeTensor denominator : branches) {
      if (denominator != null) {
        denominator.release();
      }
    }
    if (signs != null) {
      signs.release();
    }
    if (remainder != null) {
      remainder.close();
    }
  }
}
