package org.sparklrp.bow.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.Combination;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.relevance.Target;

/** The words of a kernel that is one exponential over all channels, against its formula. */
class JointKernelTest {
  private static final int[] DIMENSIONS = {6, 4};
  private static final int SUPPORT = 12;
  private static final RootSearch SEARCH = new RootSearch(6, 48);

  @Test
  void wordsAreTheIntegralOfTheGradientFromARootAndAddUpToTheScore() {
    int conserved = 0;
    int roots = 0;
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      KernelMachine machine = machine(random);
      List<double[]> x = vectors(random);
      DecisionFunction function = DecisionFunction.of(machine, Target.of(0));
      double f = machine.decide(x).clone()[0];
      List<double[]> root = SEARCH.nearestRoot(new Score(machine, function), x);
      List<double[]> found =
          new WordDecomposition(machine, BowWords.EXACT, SEARCH).relevance(function, x);
      double sum = 0;
      for (int u = 0; u < DIMENSIONS.length; u++) {
        for (int d = 0; d < DIMENSIONS[u]; d++) {
          sum += found.get(u)[d];
          assertThat(found.get(u)[d])
              .as("seed %d", seed)
              .isCloseTo(integral(machine, root, x, u, d), within(1e-3));
        }
      }
      if (Math.abs(machine.decide(root)[0]) <= 1e-6 * Math.abs(f)) {
        roots++;
        conserved += Math.abs(f - sum) <= 1e-3 * Math.abs(f) ? 1 : 0;
      }
    }
    assertThat(roots).isGreaterThan(30);
    assertThat(conserved).as("of %d with a root", roots).isEqualTo(roots);
  }

  @Test
  void toFirstOrderTheGradientIsThatAtTheRoot() {
    Random random = new Random(77);
    KernelMachine machine = machine(random);
    List<double[]> x = vectors(random);
    DecisionFunction function = DecisionFunction.of(machine, Target.of(0));
    List<double[]> root = SEARCH.nearestRoot(new Score(machine, function), x);
    List<double[]> found =
        new WordDecomposition(machine, BowWords.TAYLOR, SEARCH).relevance(function, x);
    for (int u = 0; u < DIMENSIONS.length; u++) {
      for (int d = 0; d < DIMENSIONS[u]; d++) {
        double expected = (x.get(u)[d] - root.get(u)[d]) * slope(machine, root, u, d);
        assertThat(found.get(u)[d]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  /** By the midpoints of 400 steps. */
  private static double integral(
      KernelMachine machine, List<double[]> root, List<double[]> x, int u, int d) {
    Segment way = new Segment(root, x);
    double sum = 0;
    for (int step = 0; step < 400; step++) {
      sum += slope(machine, way.at((step + 0.5) / 400), u, d) / 400;
    }
    return (x.get(u)[d] - root.get(u)[d]) * sum;
  }

  private static double slope(KernelMachine machine, List<double[]> at, int u, int d) {
    double step = 1e-6;
    return (decision(machine, at, u, d, step) - decision(machine, at, u, d, -step)) / (2 * step);
  }

  /** f = b + sum_i a_i exp(-sum_u beta_u gamma_u D_u), one of the values moved. */
  private static double decision(
      KernelMachine machine, List<double[]> at, int u, int d, double step) {
    List<double[]> moved = new ArrayList<>(at);
    moved.set(u, at.get(u).clone());
    moved.get(u)[d] += step;
    double sum = machine.bias()[0];
    for (int i = 0; i < SUPPORT; i++) {
      double chi = 0;
      double squares = 0;
      for (int k = 0; k < DIMENSIONS[0]; k++) {
        double y = machine.supportVectors().get(0).values()[k][i];
        double z = moved.get(0)[k];
        chi += y + z == 0 ? 0 : (z - y) * (z - y) / (z + y);
      }
      for (int k = 0; k < DIMENSIONS[1]; k++) {
        squares += Math.pow(moved.get(1)[k] - machine.supportVectors().get(1).values()[k][i], 2);
      }
      sum += machine.coefficients()[0][i] * Math.exp(-0.5 * 1.5 * chi - 2 * squares);
    }
    return sum;
  }

  private static KernelMachine machine(Random random) {
    List<Columns> support = new ArrayList<>();
    for (int dimension : DIMENSIONS) {
      double[][] rows = new double[SUPPORT][dimension];
      for (double[] row : rows) {
        Arrays.setAll(row, d -> 0.02 + random.nextDouble());
      }
      support.add(Columns.ofRows(rows, dimension));
    }
    double[] coefficients = new double[SUPPORT];
    Arrays.setAll(coefficients, i -> (i % 2 == 0 ? 1 : -1) * (1 + random.nextDouble()));
    return new KernelMachine(
        List.of(
            new ChannelKernel(0.5, new ExponentialChiSquare(1.5)),
            new ChannelKernel(2, new Rbf(1))),
        Combination.PRODUCT,
        support,
        new double[][] {coefficients},
        new double[] {0.1 * random.nextGaussian()},
        null);
  }

  private static List<double[]> vectors(Random random) {
    List<double[]> vectors = new ArrayList<>();
    for (int dimension : DIMENSIONS) {
      double[] vector = new double[dimension];
      Arrays.setAll(vector, d -> 0.02 + random.nextDouble());
      vectors.add(vector);
    }
    return vectors;
  }
}
