package org.sparklrp.engine.decomposition;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.division.Outputs;
import org.sparklrp.engine.linear.WeightPart;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

/**
 * A rule of a linear layer as data: R_in = sum over branches of coefficient * sum over terms of
 * sign * part(a) . weights(W)T(s), with s = R / stab(sum over terms of sign * weights(W) part(a) +
 * bias part).
 *
 * @param branches one, or two where positive and negative contributions are treated apart
 * @param epsilon the stabiliser
 * @param policies what becomes of the relevance that no input has a natural claim to
 */
public record RuleTerms(List<Branch> branches, double epsilon, Policies policies) {
  /** All contributions, as they are. */
  static final Term WHOLE = new Term(Part.WHOLE, WeightPart.ORIGINAL);

  /** Whether what the bias would take is spread over the inputs instead. */
  boolean spreadsBias() {
    return policies.bias() == Policies.Bias.SPREAD;
  }

  /**
   * Whether contributions of both signs stand under a denominator with a bias, whose share is
   * spread: {@link BoundedKernel} then keeps the sum and bounds its growth.
   */
  public boolean isBounded() {
    return spreadsBias() && branches.stream().allMatch(branch -> branch.bias() != null);
  }

  /** Whether relevance at a zero denominator is spread over the inputs instead of lost. */
  boolean spreadsDead() {
    return policies.dead() == Policies.Dead.SPREAD;
  }

  /** Whether each output belongs to one branch, by the sign of the layer's own output. */
  boolean isSplitBySign() {
    return branches.get(0).outputs() != Outputs.ALL;
  }

  /** Whether the two branches' contributions add up to the layer's output without its bias. */
  boolean isComplementary() {
    if (branches.size() != 2) {
      return false;
    }
    WeightPart first = branches.get(0).terms().get(0).weights();
    WeightPart second = branches.get(1).terms().get(0).weights();
    return first.equals(WeightPart.POSITIVE) && second.equals(WeightPart.NEGATIVE);
  }

  /** Whether a branch's denominator is what the first leaves of the output. */
  boolean isRemainder(int branch) {
    return branch == 1 && isComplementary();
  }

  /**
   * One denominator and the contributions under it.
   *
   * @param coefficient the factor of the branch
   * @param outputs which outputs it serves
   * @param terms the contributions
   * @param bias the part of the bias in the denominator, or null
   */
  record Branch(double coefficient, Outputs outputs, List<Term> terms, @Nullable WeightPart bias) {

    /**
     * 1 where no denominator is negative, -1 where none is positive, 0 where both may be. The whole
     * of an input stands before one sign of weights only if it has no negative values ({@link
     * RuleTerms#forNonNegativeInput}).
     */
    int sign() {
      if (terms.stream().allMatch(term -> term.contribution() > 0)
          && isBiasOf(WeightPart.POSITIVE)) {
        return 1;
      }
      boolean isNegative =
          terms.stream().allMatch(term -> term.contribution() < 0) && isBiasOf(WeightPart.NEGATIVE);
      return isNegative ? -1 : 0;
    }

    private boolean isBiasOf(WeightPart part) {
      return bias == null || bias.equals(part);
    }
  }

  /**
   * A contribution: an input part times a weight part.
   *
   * @param part of the input
   * @param weights of the layer
   * @param sign +1 or -1
   */
  record Term(Part part, WeightPart weights, float sign) {
    public Term(Part part, WeightPart weights) {
      this(part, weights, 1f);
    }

    /** The sign of all contributions, or 0. */
    private float contribution() {
      boolean ofPositiveWeights = weights.equals(WeightPart.POSITIVE);
      if (!ofPositiveWeights && !weights.equals(WeightPart.NEGATIVE)) {
        return 0;
      }
      return switch (part) {
        case WHOLE, POSITIVE -> ofPositiveWeights ? sign : -sign;
        case NEGATIVE -> ofPositiveWeights ? -sign : sign;
        default -> 0;
      };
    }
  }

  /**
   * The terms of a rule; null for rules that are no quotient of contributions (gradients, pass).
   *
   * @param rule the rule
   * @param policies what becomes of the relevance that no input has a natural claim to
   */
  public static @Nullable RuleTerms of(Rule rule, Policies policies) {
    double epsilon = epsilon(rule, policies);
    List<Branch> branches = branches(rule, policies);
    if (branches.isEmpty()) {
      return null;
    }
    return new RuleTerms(branches, epsilon, policies);
  }

  /**
   * The rule's stabiliser. Shares of one sign cannot explode, and what they are shares of may well
   * be as small as a stabiliser: in the conserving account it only keeps the quotient finite there.
   */
  private static double epsilon(Rule rule, Policies policies) {
    if (rule instanceof Rule.Epsilon own) {
      return own.epsilon();
    }
    return policies.losesToStabilizers() || rule instanceof Rule.Gamma
        ? Rule.DEFAULT_EPSILON
        : Rule.SMALLEST_EPSILON;
  }

  private static List<Branch> branches(Rule rule, Policies policies) {
    boolean ignores = policies.bias() == Policies.Bias.IGNORE;
    // Where all contributions under a denominator have one sign, spreading the bias over them and
    // leaving it out is the same.
    boolean leavesOut = policies.bias() != Policies.Bias.ABSORB;
    if (rule instanceof Rule.Epsilon) {
      return List.of(whole(ignores ? null : WeightPart.ORIGINAL));
    }
    if (rule instanceof Rule.ZPlus) {
      return List.of(positive(1, leavesOut ? null : WeightPart.POSITIVE));
    }
    if (rule instanceof Rule.AlphaBeta ab) {
      Branch positive = positive(ab.alpha(), leavesOut ? null : WeightPart.POSITIVE);
      if (ab.beta() == 0) {
        return List.of(positive);
      }
      List<Term> against =
          List.of(
              new Term(Part.POSITIVE, WeightPart.NEGATIVE),
              new Term(Part.NEGATIVE, WeightPart.POSITIVE));
      return List.of(
          positive,
          new Branch(-ab.beta(), Outputs.ALL, against, leavesOut ? null : WeightPart.NEGATIVE));
    }
    if (rule instanceof Rule.Gamma gamma) {
      return gamma(gamma.gamma(), !ignores);
    }
    if (rule instanceof Rule.ZBox) {
      return List.of(
          new Branch(
              1,
              Outputs.ALL,
              List.of(
                  WHOLE,
                  new Term(Part.LOW, WeightPart.POSITIVE, -1f),
                  new Term(Part.HIGH, WeightPart.NEGATIVE, -1f)),
              null));
    }
    if (rule instanceof Rule.WSquare) {
      WeightPart bias = leavesOut ? null : WeightPart.SQUARED;
      return List.of(
          new Branch(1, Outputs.ALL, List.of(new Term(Part.ONE, WeightPart.SQUARED)), bias));
    }
    if (rule instanceof Rule.Flat) {
      return List.of(new Branch(1, Outputs.ALL, List.of(new Term(Part.ONE, WeightPart.ONE)), null));
    }
    if (rule instanceof Rule.Norm) {
      Part part = policies.poolsByPositiveParts() ? Part.POSITIVE : Part.WHOLE;
      return List.of(
          new Branch(1, Outputs.ALL, List.of(new Term(part, WeightPart.ORIGINAL)), null));
    }
    return List.of();
  }

  private static Branch whole(@Nullable WeightPart bias) {
    return new Branch(1, Outputs.ALL, List.of(WHOLE), bias);
  }

  private static Branch positive(double coefficient, @Nullable WeightPart bias) {
    return new Branch(
        coefficient,
        Outputs.ALL,
        List.of(
            new Term(Part.POSITIVE, WeightPart.POSITIVE),
            new Term(Part.NEGATIVE, WeightPart.NEGATIVE)),
        bias);
  }

  private static List<Branch> gamma(double gamma, boolean biased) {
    WeightPart up = WeightPart.positiveStrengthened(gamma);
    WeightPart down = WeightPart.negativeStrengthened(gamma);
    return List.of(
        new Branch(
            1,
            Outputs.POSITIVE,
            List.of(new Term(Part.POSITIVE, up), new Term(Part.NEGATIVE, down)),
            biased ? up : null),
        new Branch(
            1,
            Outputs.NEGATIVE,
            List.of(new Term(Part.POSITIVE, down), new Term(Part.NEGATIVE, up)),
            biased ? down : null));
  }

  /**
   * The same terms where the input is known to have no negative values: what multiplies a-
   * vanishes, a+ is a.
   */
  public RuleTerms forNonNegativeInput() {
    return new RuleTerms(
        branches.stream()
            .map(
                branch ->
                    new Branch(
                        branch.coefficient,
                        branch.outputs,
                        branch.terms.stream()
                            .filter(term -> term.part != Part.NEGATIVE)
                            .map(
                                term ->
                                    term.part == Part.POSITIVE
                                        ? new Term(Part.WHOLE, term.weights, term.sign)
                                        : term)
                            .toList(),
                        branch.bias))
            .toList(),
        epsilon,
        policies);
  }
}
