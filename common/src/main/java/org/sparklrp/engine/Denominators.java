package org.sparklrp.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.RuleTerms.BiasPart;
import org.sparklrp.engine.RuleTerms.Branch;
import org.sparklrp.engine.RuleTerms.Outputs;
import org.sparklrp.engine.RuleTerms.Term;
import org.sparklrp.rule.Policies;

/**
 * The denominators of a rule on one batch: each computed when first asked for, then shared by all
 * targets.
 */
final class Denominators implements AutoCloseable {
  /** A difference smaller than this, against what it was taken from, is computed anew. */
  private static final float CANCELLED = 1e-3f;

  private final RuleTerms rule;
  private final Contributions contributions;
  private final Frame frame;
  private final @Nullable NativeTensor[] branches;
  private final @Nullable NativeTensor[] magnitudes;
  private final float[] @Nullable [] epsilons;
  private @Nullable NativeTensor signs;

  Denominators(RuleTerms rule, Contributions contributions, Frame frame) {
    this.rule = rule;
    this.contributions = contributions;
    this.frame = frame;
    this.branches = new NativeTensor[rule.branches().size()];
    this.magnitudes = new NativeTensor[rule.branches().size()];
    this.epsilons = new float[rule.branches().size()][];
  }

  /** The denominator of a branch; not to be released. */
  NativeTensor of(int branch) {
    NativeTensor denominator = branches[branch];
    if (denominator == null) {
      denominator = compute(branch);
      branches[branch] = denominator;
    }
    return denominator;
  }

  private NativeTensor compute(int index) {
    Branch branch = rule.branches().get(index);
    if (contributions.isForward(branch)) {
      return frame.output().retain();
    }
    return index == 1 && rule.isComplementary()
        ? remainder(branch)
        : contributions.denominator(branch, frame);
  }

  /**
   * What is left of the layer's output beside the first branch: the second branch, for the price of
   * a subtraction, or by itself for images where that would cancel digits.
   */
  private NativeTensor remainder(Branch branch) {
    NativeTensor first = of(0);
    float[] bias = WorkingPrecision.values(contributions.map().bias());
    float[] summands = new float[bias.length];
    if (contributions.isBiased()) {
      float[] own = part(branch.bias());
      float[] other = part(rule.branches().get(0).bias());
      for (int i = 0; i < summands.length; i++) {
        summands[i] = own[i] + other[i] - bias[i];
      }
    }
    NativeTensor difference = frame.pool().take(first.shape());
    ChannelValues channels = new ChannelValues(summands, contributions.map().biasArea());
    boolean[] exact =
        frame.elementwise().subtract(frame.output(), first, channels, CANCELLED, difference);
    NativeTensor anew = null;
    for (int image = 0; image < exact.length; image++) {
      if (!exact[image]) {
        anew = anew == null ? contributions.denominator(branch, frame) : anew;
        frame.elementwise().copyImage(anew, difference, image);
      }
    }
    if (anew != null) {
      anew.release();
    }
    return difference;
  }

  private float[] part(@Nullable BiasPart bias) {
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
              ? contributions.product(new Term(Part.WHOLE, WeightPart.ORIGINAL), frame)
              : frame.output().retain();
      signs = chosen;
    }
    return chosen;
  }

  /** The sums of a branch's contributions by size; not to be released. */
  NativeTensor magnitude(int branch) {
    NativeTensor magnitude = magnitudes[branch];
    if (magnitude == null) {
      List<Term> sizes = rule.branches().get(branch).terms().stream().map(Term::size).toList();
      magnitude = contributions.denominator(new Branch(1, Outputs.ALL, sizes, null), frame);
      magnitudes[branch] = magnitude;
    }
    return magnitude;
  }

  @Override
  public void close() {
    for (NativeTensor denominator : branches) {
      if (denominator != null) {
        denominator.release();
      }
    }
    for (NativeTensor magnitude : magnitudes) {
      if (magnitude != null) {
        magnitude.release();
      }
    }
    if (signs != null) {
      signs.release();
    }
  }
}
