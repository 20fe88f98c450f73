package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.Quotients.Companion;
import org.sparklrp.engine.RuleTerms.BiasPart;
import org.sparklrp.engine.RuleTerms.Branch;
import org.sparklrp.engine.RuleTerms.Outputs;
import org.sparklrp.engine.RuleTerms.Term;
import org.sparklrp.rule.Policies;

/**
 * Relevance through a linear layer under any rule that is a quotient of contributions ({@link
 * RuleTerms}). Denominators are computed once per batch and shared by all targets; each target pays
 * one transposed map per term.
 */
final class LinearKernel implements Kernel {
  private final LinearMap map;
  private final RuleTerms rule;
  private final PixelBounds bounds;
  private final boolean biased;

  LinearKernel(LinearMap map, RuleTerms rule, PixelBounds bounds) {
    this.map = map;
    this.rule = rule;
    this.bounds = bounds;
    this.biased = !map.bias().isZero();
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
    return rule.branches().stream()
        .anyMatch(branch -> branch.outputs() != Outputs.ALL || isForward(branch));
  }

  @Override
  public List<List<NativeTensor>> backward(
      Frame frame, List<NativeTensor> signals, List<Account> accounts) {
    List<NativeTensor> denominators = new ArrayList<>();
    for (Branch branch : rule.branches()) {
      denominators.add(isForward(branch) ? frame.output().retain() : denominator(branch, frame));
    }
    NativeTensor signs = signs(frame, denominators.get(0));
    List<List<NativeTensor>> results = new ArrayList<>();
    for (int slot = 0; slot < signals.size(); slot++) {
      results.add(
          List.of(distribute(frame, signals.get(slot), denominators, signs, accounts.get(slot))));
    }
    denominators.forEach(NativeTensor::release);
    signs.release();
    return results;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    return backward(frame, List.of(signal), List.of(account)).get(0);
  }

  /** What decides by its sign which branch serves an output: W a + b, or W a without the bias. */
  private NativeTensor signs(Frame frame, NativeTensor unused) {
    if (rule.branches().get(0).outputs() == Outputs.ALL) {
      return unused.retain();
    }
    return biased && rule.policies().bias() == Policies.Bias.IGNORE
        ? product(new Term(Part.WHOLE, WeightPart.ORIGINAL), frame)
        : frame.output().retain();
  }

  private float[] epsilons(NativeTensor denominator, Frame frame) {
    if (rule.policies().stabilizer() == Policies.Stabilizer.ABSOLUTE) {
      return new float[] {(float) rule.epsilon()};
    }
    return frame.elementwise().scaledRootMeanSquares(denominator, rule.epsilon());
  }

  private NativeTensor distribute(
      Frame frame,
      NativeTensor relevance,
      List<NativeTensor> denominators,
      NativeTensor signs,
      Account account) {
    TensorPool pool = frame.pool();
    Reconciliation reconciliation =
        rule.policies().mayGrow()
            ? Reconciliation.before(relevance, account, frame.elementwise())
            : null;
    NativeTensor dead = rule.spreadsDead() ? pool.zeros(relevance.shape()) : null;
    boolean anyDead = false;
    NativeTensor total = null;
    for (int b = 0; b < denominators.size(); b++) {
      Branch branch = rule.branches().get(b);
      boolean last = b == denominators.size() - 1;
      NativeTensor quotients = last ? relevance.retain() : pool.take(relevance.shape());
      boolean spreads = rule.spreadsBias() && biased && branch.bias() != null;
      Quotients division =
          new Quotients(
              (float) branch.coefficient(),
              epsilons(denominators.get(b), frame),
              branch.bias() == null || !biased || spreads ? null : branch.bias().of(map.bias()),
              map.biasArea(),
              branch.outputs(),
              b == 0);
      boolean crossed = branch.outputs() == Outputs.ALL && denominators.size() == 2;
      NativeTensor companion = null;
      if (branch.outputs() != Outputs.ALL) {
        companion = signs;
      } else if (crossed && rule.spreadsDead()) {
        companion = denominators.get(1 - b);
      }
      Quotients.Result result =
          division.divide(
              new Quotients.Streams(
                  relevance,
                  denominators.get(b),
                  companion,
                  crossed ? Companion.OTHER_DENOMINATOR : Companion.OUTPUT,
                  quotients,
                  dead),
              account);
      anyDead |= result.anyDead();
      if (total == null || result.anyShare()) {
        total = addTerms(total, branch.terms(), quotients, frame);
        if (spreads) {
          anyDead |= spreadBias(total, branch, quotients, dead, frame, account);
        }
      }
      quotients.release();
    }
    relevance.release();
    if (total == null) {
      throw new IllegalStateException("A rule without branches");
    }
    if (dead != null) {
      if (anyDead) {
        NativeTensor spread = map.spreadEvenly(dead, pool);
        pool.elementwise().add(total, spread);
        spread.release();
      }
      dead.release();
    }
    if (reconciliation != null) {
      reconciliation.settle(List.of(total), account);
    }
    return total;
  }

  /** total + the sum over terms of sign * part(a) * weights^T(s); a null total stands for zero. */
  private NativeTensor addTerms(
      @Nullable NativeTensor total, List<Term> terms, NativeTensor quotients, Frame frame) {
    NativeTensor sum = total;
    for (Term term : terms) {
      NativeTensor share = map.transpose(quotients, term.weights(), frame.pool());
      NativeTensor a = input(term.part(), share, frame);
      if (sum == null) {
        frame.elementwise().accumulate(share, false, a, term.part(), term.sign(), share);
        sum = share;
      } else {
        frame.elementwise().accumulate(sum, true, a, term.part(), term.sign(), share);
        share.release();
      }
      a.release();
    }
    if (sum == null) {
      throw new IllegalStateException("A branch without terms");
    }
    return sum;
  }

  /** The tensor an input part is selected from; for ones any tensor of the shape does. */
  private NativeTensor input(Part part, NativeTensor shaped, Frame frame) {
    if (part == Part.ONE) {
      return shaped.retain();
    }
    return part.isConstant()
        ? bounds.constant(part, map.inputShape(), frame.pool())
        : frame.input(0).retain();
  }

  /** A null {@code dead} stands for the account, which absorbs what cannot be spread. */
  private boolean spreadBias(
      NativeTensor total,
      Branch branch,
      NativeTensor quotients,
      @Nullable NativeTensor dead,
      Frame frame,
      Account account) {
    List<Term> sizes =
        branch.terms().stream()
            .map(term -> new Term(absolute(term.part()), term.weights().absolute()))
            .toList();
    NativeTensor magnitude = denominator(new Branch(1, Outputs.ALL, sizes, null), frame);
    BiasPart part = branch.bias();
    if (part == null) {
      throw new IllegalStateException("There is no bias to spread");
    }
    NativeTensor unspread = dead == null ? frame.pool().zeros(quotients.shape()) : dead.retain();
    boolean anyDead =
        new BiasShares(part.of(map.bias()), map.biasArea()).divide(quotients, magnitude, unspread);
    addTerms(total, sizes, magnitude, frame);
    magnitude.release();
    if (dead == null && anyDead) {
      double[] lost = frame.elementwise().sums(unspread);
      for (int image = 0; image < lost.length; image++) {
        account.absorbDead(image, lost[image]);
      }
    }
    unspread.release();
    return anyDead;
  }

  private static Part absolute(Part part) {
    return switch (part) {
      case WHOLE -> Part.ABSOLUTE;
      case NEGATIVE -> Part.NEGATIVE_SIZE;
      default -> part;
    };
  }

  private boolean isForward(Branch branch) {
    return branch.terms().size() == 1
        && branch.terms().get(0).equals(new Term(Part.WHOLE, WeightPart.ORIGINAL))
        && (!biased || BiasPart.OWN.equals(branch.bias()));
  }

  /** The sum of a branch's contributions and its part of the bias. */
  private NativeTensor denominator(Branch branch, Frame frame) {
    NativeTensor sum = null;
    for (Term term : branch.terms()) {
      NativeTensor product = product(term, frame);
      if (sum == null && term.sign() > 0) {
        sum = product;
        continue;
      }
      if (sum == null) {
        throw new IllegalStateException("The first term of a rule is positive");
      }
      frame.elementwise().addScaled(sum, product, term.sign());
      product.release();
    }
    if (sum == null) {
      throw new IllegalStateException("A branch without terms");
    }
    BiasPart bias = branch.bias();
    if (bias != null && biased) {
      frame.elementwise().addChannels(sum, bias.of(map.bias()), map.biasArea());
    }
    return sum;
  }

  private NativeTensor product(Term term, Frame frame) {
    Part part = term.part();
    if (part.isConstant()) {
      NativeTensor constant = bounds.constant(part, map.inputShape(), frame.pool());
      NativeTensor product = map.apply(constant, term.weights(), frame.pool());
      constant.release();
      return product;
    }
    if (part == Part.WHOLE) {
      return map.apply(frame.input(0), term.weights(), frame.pool());
    }
    NativeTensor selected = frame.pool().take(frame.input(0).shape());
    frame.elementwise().part(frame.input(0), part, selected);
    NativeTensor product = map.apply(selected, term.weights(), frame.pool());
    selected.release();
    return product;
  }
}
