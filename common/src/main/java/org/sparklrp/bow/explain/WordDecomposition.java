package org.sparklrp.bow.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.config.ExplainerSpec.BowWords;

/**
 * Step 1: the relevance of visual words. Kernels that are sums over dimensions give every dimension
 * its terms and an equal share of the bias; the others are expanded to first order at a root.
 */
final class WordDecomposition {
  private final KernelMachine machine;
  private final List<Summand> split = new ArrayList<>();
  private final List<Summand> expanded = new ArrayList<>();
  private final RootSearch rootSearch;

  /**
   * A decomposition for one classifier.
   *
   * @param words which way kernels go that could go both
   */
  WordDecomposition(KernelMachine machine, BowWords words, RootSearch rootSearch) {
    this.machine = machine;
    this.rootSearch = rootSearch;
    for (int channel = 0; channel < machine.kernels().size(); channel++) {
      for (WeightedSum.Part part : machine.kernels().get(channel).kernel().parts()) {
        Summand summand =
            new Summand(
                channel,
                machine.kernels().get(channel).weight() * part.weight(),
                part.kernel(),
                machine.supportVectors().get(channel));
        (splits(part.kernel(), words) ? split : expanded).add(summand);
      }
    }
  }

  private static boolean splits(SvmKernel kernel, BowWords words) {
    return kernel.isSumDecomposable() && (words == BowWords.EXACT || !kernel.isDifferentiable());
  }

  /**
   * R_d for every dimension of every channel.
   *
   * @param x one vector per channel
   */
  List<double[]> relevance(DecisionFunction function, List<double[]> x) {
    List<double[]> relevance = new ArrayList<>();
    double biasShare = expanded.isEmpty() ? function.bias() / machine.dimension() : 0;
    for (double[] vector : x) {
      double[] shares = new double[vector.length];
      Arrays.fill(shares, biasShare);
      relevance.add(shares);
    }
    for (Summand summand : split) {
      summand
          .kernel()
          .addShares(
              x.get(summand.channel()),
              summand.supportVectors(),
              function.scaledCoefficients(summand.weight()),
              relevance.get(summand.channel()));
    }
    if (!expanded.isEmpty()) {
      addExpansion(function, x, relevance);
    }
    return relevance;
  }

  private void addExpansion(DecisionFunction function, List<double[]> x, List<double[]> relevance) {
    SmoothFunction smooth = new SmoothFunction(expanded, function, machine.supportVectors());
    List<double[]> root = rootSearch.nearestRoot(smooth, x);
    List<double[]> gradient = smooth.gradient(root);
    for (int channel = 0; channel < x.size(); channel++) {
      double[] vector = x.get(channel);
      for (int d = 0; d < vector.length; d++) {
        relevance.get(channel)[d] += (vector[d] - root.get(channel)[d]) * gradient.get(channel)[d];
      }
    }
  }
}
