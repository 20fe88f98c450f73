package org.sparklrp.engine.decomposition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.decomposition.RuleTerms.Branch;
import org.sparklrp.engine.division.BoundedQuotients;
import org.sparklrp.engine.division.Outputs;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.LinearMap;
import org.sparklrp.engine.linear.RankOneForm;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Operand;
import org.sparklrp.engine.memory.Part;

/**
 * Relevance through a linear layer under a rule that weighs contributions of both signs (epsilon,
 * gamma), where what the bias would take is spread: R_in = a . WT(s) + |a| v / (v |a|) D. Here s =
 * R / stab(z) as ever, and D_p = sum over j of R_jp - s_jp (z_jp - b_jp) is what that does not hand
 * on at position p. It is spread by v, the rank-one form of |W| ({@link RankOneForm}): one value
 * per position instead of one per neuron, so that it costs a pass over memory and no product, and
 * what neurons of a position would spread with opposite signs cancels before it is spread.
 *
 * <p>The sum is kept whatever s is. So s may be bounded: at a neuron whose z is less than a
 * thousandth of what it sums ({@link BoundedQuotients}), and for images whose relevance has grown,
 * against each other's signs, beyond the evidence: the larger of the score and of the sizes that
 * the first such layer, a classifier's last, weighs against each other. Of those the part that
 * evidence covers is divided and the rest spread, so that relevance grows by one layer's factor and
 * not by their product. Divided parts are what Bach et al. 2015 (eq. 58) say; the bound and the
 * form of the spread are this engine's own.
 */
public final class BoundedKernel implements Kernel {
  /** What a denominator is at least, in mean sizes of its contributions. */
  private static final float LEAST = 1e-3f;

  /** So small a sum of sizes counts as none. */
  private static final float NOTHING = 1e-30f;

  private final LinearMap map;
  private final RuleTerms rule;
  private final RankOneForm form;
  private final Contributions contributions;

  public BoundedKernel(LinearMap map, RuleTerms rule, RankOneForm form, PixelBounds bounds) {
    this.map = map;
    this.rule = rule;
    this.form = form;
    this.contributions = new Contributions(map, bounds);
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    return map.applyWithBias(inputs.get(0), frame.pool());
  }

  @Override
  public boolean needsInputs() {
    return true;
  }

  @Override
  public boolean needsOutput() {
    return true;
  }

  /** What a rectifier cut has no relevance, or what was spread evenly, and spreads it again. */
  @Override
  public boolean usesRectified() {
    return true;
  }

  @Override
  public List<List<NativeTensor>> backward(
      Frame frame, List<NativeTensor> signals, List<Account> accounts) {
    NativeTensor input = frame.input(0);
    form.order(input);
    List<float[]> reached = new ArrayList<>();
    for (int image = 0; image < input.samples(); image++) {
      reached.add(form.reach(form.sizes(input, image)));
    }
    List<List<NativeTensor>> results = new ArrayList<>();
    try (Denominators denominators = new Denominators(rule, contributions, frame)) {
      for (int slot = 0; slot < signals.size(); slot++) {
        Distribution distribution =
            new Distribution(frame, denominators, reached, accounts.get(slot));
        results.add(List.of(distribution.distribute(signals.get(slot))));
      }
    }
    return results;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    return backward(frame, List.of(signal), List.of(account)).get(0);
  }

  /** The way of one signal. */
  private final class Distribution {
    private final Frame frame;
    private final Denominators denominators;
    private final List<float[]> reached;
    private final Account account;
    private final List<double[]> left = new ArrayList<>();

    /**
     * A signal's way.
     *
     * @param reached per image and output position the sum of c u |a|
     */
    Distribution(Frame frame, Denominators denominators, List<float[]> reached, Account account) {
      this.frame = frame;
      this.denominators = denominators;
      this.reached = reached;
      this.account = account;
      for (int image = 0; image < reached.size(); image++) {
        left.add(new double[form.outputs().size()]);
      }
    }

    NativeTensor distribute(NativeTensor relevance) {
      Evidence evidence = new Evidence(relevance, account, frame.elementwise());
      NativeTensor total = divide(relevance, evidence.shares());
      relevance.release();
      spread(total);
      evidence.note(total);
      return total;
    }

    /** The sum over branches of a . WT(s). */
    private NativeTensor divide(NativeTensor relevance, float[] shares) {
      NativeTensor rectified = frame.rectified();
      NativeTensor output = rectified == null ? frame.output() : rectified;
      NativeTensor total = null;
      int branches = rule.branches().size();
      for (int index = 0; index < branches; index++) {
        Branch branch = rule.branches().get(index);
        NativeTensor quotients =
            index == branches - 1 ? relevance.retain() : frame.pool().take(relevance.shape());
        Operand z = contributions.isForward(branch) ? output : denominators.tensor(index);
        NativeTensor signs = branch.outputs() == Outputs.ALL ? null : output;
        boolean isLast = divide(branch, streams(relevance, z, signs, quotients), shares, index);
        total = contributions.add(total, branch.terms(), quotients, frame);
        quotients.release();
        if (isLast) {
          break;
        }
      }
      if (total == null) {
        throw new IllegalStateException("A rule without branches");
      }
      return total;
    }

    private BoundedQuotients.Streams streams(
        NativeTensor relevance, Operand z, @Nullable NativeTensor signs, NativeTensor quotients) {
      List<NativeTensor> all = new ArrayList<>(z.tensors());
      all.add(relevance);
      if (signs != null) {
        all.add(signs);
      }
      NativeTensor.align(all);
      all.forEach(form::order);
      quotients.expectOrderOf(relevance);
      return new BoundedQuotients.Streams(
          relevance, z, signs, quotients, form.isChannelsLast(relevance));
    }

    /** Divides all images, and tells whether no relevance is left for a further branch. */
    private boolean divide(
        Branch branch, BoundedQuotients.Streams streams, float[] shares, int index) {
      BoundedQuotients division =
          new BoundedQuotients(
              branch.outputs(), contributions.bias(branch), form.outputs(), rule.spreadsDead());
      float[] epsilons = denominators.epsilons(index);
      boolean isLast = true;
      for (int image = 0; image < shares.length; image++) {
        BoundedQuotients.Image own =
            new BoundedQuotients.Image(
                shares[image],
                epsilons[image % epsilons.length],
                least(reached.get(image)),
                left.get(image));
        BoundedQuotients.Result result = division.divide(streams, image, own);
        account.absorbDead(image, result.dead());
        isLast &= result.unserved() == 0;
      }
      streams.result().written();
      return isLast;
    }

    private float[] least(float[] reached) {
      float[] least = new float[reached.length];
      for (int i = 0; i < least.length; i++) {
        least[i] = LEAST * form.mean() * reached[i];
      }
      return least;
    }

    /** Adds |a| v / (v |a|) D; evenly, or to the dead, where a position sees zeros alone. */
    private void spread(NativeTensor total) {
      List<float[]> shares = new ArrayList<>();
      List<double[]> unseen = new ArrayList<>();
      boolean anyUnseen = false;
      for (int image = 0; image < left.size(); image++) {
        double[] open = left.get(image);
        float[] share = new float[open.length];
        for (int i = 0; i < share.length; i++) {
          if (reached.get(image)[i] > NOTHING) {
            share[i] = (float) (open[i] / reached.get(image)[i]);
            open[i] = 0;
          }
          anyUnseen |= open[i] != 0;
        }
        shares.add(form.gather(share));
        unseen.add(open);
      }
      NativeTensor spread = form.expand(frame.input(0), shares, frame.pool());
      spread.multiplyLater(frame.input(0), Part.ABSOLUTE);
      total.addLater(spread);
      spread.release();
      if (anyUnseen) {
        addUnseen(total, unseen);
      }
    }

    private void addUnseen(NativeTensor total, List<double[]> unseen) {
      if (!rule.spreadsDead()) {
        for (int image = 0; image < unseen.size(); image++) {
          account.absorbDead(image, Arrays.stream(unseen.get(image)).sum());
        }
        return;
      }
      NativeTensor even = form.spreadEvenly(frame.input(0), unseen, frame.pool());
      total.addLater(even);
      even.release();
    }
  }
}
