package org.sparklrp.engine.decomposition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.decomposition.RuleTerms.Branch;
import org.sparklrp.engine.division.DeadRelevance;
import org.sparklrp.engine.division.Outputs;
import org.sparklrp.engine.division.PairedQuotients;
import org.sparklrp.engine.division.Quotients;
import org.sparklrp.engine.division.Quotients.Companion;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.LinearMap;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.Part;

/**
 * Relevance through a linear layer under any rule that is a quotient of contributions ({@link
 * RuleTerms}). Denominators are computed at most once per batch and shared by all targets; each
 * target pays one transposed map per term.
 */
public final class LinearKernel implements Kernel {
  private final LinearMap map;
  private final RuleTerms rule;
  private final Contributions contributions;

  public LinearKernel(LinearMap map, RuleTerms rule, PixelBounds bounds) {
    this.map = map;
    this.rule = rule;
    this.contributions = new Contributions(map, bounds);
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    return map.applyWithBias(inputs.get(0), frame.pool());
  }

  @Override
  public boolean needsInputs() {
    return rule.branches().stream()
        .flatMap(branch -> branch.terms().stream())
        .anyMatch(term -> term.part() != Part.ONE);
  }

  @Override
  public boolean needsOutput() {
    return rule.isComplementary()
        || rule.branches().stream()
            .anyMatch(branch -> branch.outputs() != Outputs.ALL || contributions.isForward(branch));
  }

  @Override
  public List<List<NativeTensor>> backward(
      Frame frame, List<NativeTensor> signals, List<Account> accounts) {
    List<List<NativeTensor>> results = new ArrayList<>();
    try (Denominators denominators = new Denominators(rule, contributions, frame)) {
      for (int slot = 0; slot < signals.size(); slot++) {
        results.add(
            List.of(distribute(frame, signals.get(slot), denominators, accounts.get(slot))));
      }
    }
    return results;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    return backward(frame, List.of(signal), List.of(account)).get(0);
  }

  private NativeTensor distribute(
      Frame frame, NativeTensor relevance, Denominators denominators, Account account) {
    try (DeadRelevance dead = new DeadRelevance(frame.pool(), relevance.shape())) {
      Evidence evidence =
          boundsGrowth() ? new Evidence(relevance, account, frame.elementwise()) : null;
      Distribution distribution =
          new Distribution(
              relevance, denominators, dead, account, evidence == null ? null : evidence.shares());
      NativeTensor total;
      if (isPaired()) {
        total = distributePair(distribution, frame);
      } else {
        total = distributeInTurn(distribution, frame);
      }
      relevance.release();
      if (!dead.isEmpty()) {
        NativeTensor spread = map.spreadEvenly(dead.tensor(), frame.pool());
        total.addLater(spread);
        spread.release();
      }
      if (evidence != null) {
        evidence.note(total);
      }
      return total;
    }
  }

  /** Whether two branches are each other's companions, and keep nothing for the bias. */
  private boolean isPaired() {
    return rule.branches().size() == 2
        && !rule.isSplitBySign()
        && rule.spreadsDead()
        && rule.branches().stream().noneMatch(this::booksBias);
  }

  private NativeTensor distributePair(Distribution distribution, Frame frame) {
    NativeTensor first = frame.pool().take(distribution.relevance.shape());
    NativeTensor second = distribution.relevance.retain();
    boolean anySecond =
        new PairedQuotients(division(0, distribution), division(1, distribution))
            .divide(
                streams(0, first, distribution),
                streams(1, second, distribution),
                distribution.account);
    NativeTensor total = addBranch(null, 0, first, frame);
    first.release();
    if (anySecond) {
      total = addBranch(total, 1, second, frame);
    }
    second.release();
    return total;
  }

  private NativeTensor distributeInTurn(Distribution distribution, Frame frame) {
    NativeTensor total = null;
    int branches = rule.branches().size();
    for (int b = 0; b < branches; b++) {
      NativeTensor relevance = distribution.relevance;
      NativeTensor quotients =
          b == branches - 1 ? relevance.retain() : frame.pool().take(relevance.shape());
      Quotients.Result result =
          division(b, distribution)
              .divide(streams(b, quotients, distribution), distribution.account);
      if (total == null || result.anyShare()) {
        total = addBranch(total, b, quotients, frame);
      }
      quotients.release();
      if (rule.isSplitBySign() && !result.anyLeft()) {
        break;
      }
    }
    if (total == null) {
      throw new IllegalStateException("A rule without branches");
    }
    return total;
  }

  private Quotients.Streams streams(int branch, NativeTensor quotients, Distribution distribution) {
    return new Quotients.Streams(
        distribution.relevance,
        distribution.denominators.of(branch),
        companion(branch, distribution.denominators),
        rule.isSplitBySign() ? Companion.OUTPUT : Companion.OTHER_DENOMINATOR,
        quotients,
        rule.spreadsDead() ? distribution.dead : null);
  }

  /** What the branches of one signal share. */
  private record Distribution(
      NativeTensor relevance,
      Denominators denominators,
      DeadRelevance dead,
      Account account,
      float @Nullable [] shares) {}

  private Quotients division(int index, Distribution distribution) {
    Branch branch = rule.branches().get(index);
    return new Quotients(
        coefficients(branch, distribution.shares),
        distribution.denominators.epsilons(index),
        booksBias(branch) && branch.bias() != null ? contributions.bias(branch.bias()) : null,
        branch.outputs(),
        branch.sign(),
        index == 0);
  }

  /**
   * Whether two parts are weighed against each other, in an account that bounds what comes of it.
   */
  private boolean boundsGrowth() {
    return rule.branches().size() == 2
        && !rule.isSplitBySign()
        && !rule.policies().losesToStabilizers();
  }

  /**
   * The factors of a branch of alpha-beta. Where the evidence covers a share of the relevance, it
   * is alpha - beta = 1 with that share of beta.
   */
  private static float[] coefficients(Branch branch, float @Nullable [] shares) {
    double whole = branch.coefficient();
    if (shares == null) {
      return new float[] {(float) whole};
    }
    float[] coefficients = new float[shares.length];
    for (int image = 0; image < shares.length; image++) {
      double first = whole > 0 ? 1 : 0;
      coefficients[image] = (float) (first + shares[image] * (whole - first));
    }
    return coefficients;
  }

  private boolean booksBias(Branch branch) {
    return branch.bias() != null && contributions.isBiased();
  }

  private @Nullable Operand companion(int index, Denominators denominators) {
    if (rule.isSplitBySign()) {
      return denominators.signs();
    }
    return rule.branches().size() == 2 && rule.spreadsDead() ? denominators.of(1 - index) : null;
  }

  private NativeTensor addBranch(
      @Nullable NativeTensor total, int index, NativeTensor quotients, Frame frame) {
    return contributions.add(total, rule.branches().get(index).terms(), quotients, frame);
  }
}
