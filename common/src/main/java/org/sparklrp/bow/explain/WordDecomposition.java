package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.svm.Combination;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.config.ExplainerSpec.BowWords;

/**
 * Step 1: the relevance of visual words. A decision that is a sum over dimensions gives every
 * dimension its terms and an equal share of the bias. Any other is expanded at a root x0 of the
 * whole decision: R_d = (x - x0)_d times the mean of df/dx_d on the way from x0 to x. Of a kernel
 * that is a sum over dimensions this is k_d(x) - k_d(x0), whatever its gradient; to first order,
 * the mean is the derivative at x0.
 */
final class WordDecomposition {
  private final KernelMachine machine;
  private final BowWords words;
  private final List<Summand> summands = new ArrayList<>();
  private final RootSearch rootSearch;

  /**
   * A decomposition for one classifier.
   *
   * @param words which way kernels go that leave a choice
   */
  WordDecomposition(KernelMachine machine, BowWords words, RootSearch rootSearch) {
    this.machine = machine;
    this.words = words;
    this.rootSearch = rootSearch;
    if (machine.combination() == Combination.PRODUCT) {
      summands.add(new JointSummand(machine));
      return;
    }
    for (int channel = 0; channel < machine.kernels().size(); channel++) {
      for (WeightedSum.Part part : machine.kernels().get(channel).kernel().parts()) {
        summands.add(
            new ChannelSummand(
                channel,
                machine.kernels().get(channel).weight() * part.weight(),
                part.kernel(),
                machine.supportVectors().get(channel)));
      }
    }
  }

  /**
   * R_d for every dimension of every channel.
   *
   * @param x one vector per channel
   */
  List<double[]> relevance(DecisionFunction function, List<double[]> x) {
    List<double[]> relevance = x.stream().map(vector -> new double[vector.length]).toList();
    if (isExact()) {
      relevance.forEach(shares -> Arrays.fill(shares, function.bias() / machine.dimension()));
      summands.forEach(summand -> summand.addShares(function, 1, x, relevance));
      return relevance;
    }
    Segment way = new Segment(rootSearch.nearestRoot(new Score(machine, function), x), x);
    for (Summand summand : summands) {
      if (isExpanded(summand)) {
        addExpansion(summand, function, way, relevance);
      } else {
        summand.addShares(function, 1, way.end(), relevance);
        summand.addShares(function, -1, way.start(), relevance);
      }
    }
    return relevance;
  }

  /** Whether nothing is expanded: there is no kernel for it, or none that has to be. */
  private boolean isExact() {
    return words != BowWords.PATH && summands.stream().noneMatch(this::isExpanded);
  }

  private boolean isExpanded(Summand summand) {
    return !summand.isSumDecomposable() || (words == BowWords.TAYLOR && summand.isDifferentiable());
  }

  private void addExpansion(
      Summand summand, DecisionFunction function, Segment way, List<double[]> relevance) {
    Quadrature points = words == BowWords.TAYLOR ? Quadrature.START : Quadrature.GAUSS;
    List<double[]> mean = relevance.stream().map(sums -> new double[sums.length]).toList();
    for (int i = 0; i < points.shares().length; i++) {
      summand.addGradient(function, points.weights()[i], way.at(points.shares()[i]), mean);
    }
    for (int channel = 0; channel < mean.size(); channel++) {
      double[] start = way.start().get(channel);
      double[] end = way.end().get(channel);
      double[] sums = relevance.get(channel);
      for (int d = 0; d < sums.length; d++) {
        sums[d] += (end[d] - start[d]) * mean.get(channel)[d];
      }
    }
  }
}
