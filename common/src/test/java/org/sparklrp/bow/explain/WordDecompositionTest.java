package org.sparklrp.bow.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.kernel.AdditiveKernel.ChiSquare;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.kernel.WeightedSum;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.relevance.Target;

class WordDecompositionTest {
  private static final RootSearch SEARCH = new RootSearch(6, 48);

  @Test
  void aLinearDecisionHasItsRootOnTheSegmentAndNothingLeftOver() {
    // f(x) = 2 x_0 - x_1 - 0.5; from x = (1, 0) towards (0, 1) the root lies at share 0.5.
    KernelMachine machine = machine(new Linear(), new double[][] {{1, 0}, {0, 1}}, 2, -1, -0.5);
    List<double[]> x = List.of(new double[] {1, 0});
    assertThat(root(machine, x).get(0)).containsExactly(new double[] {.5, .5}, within(1e-8));
    double[] words = words(machine, BowWords.TAYLOR, x).get(0);
    assertThat(words).containsExactly(new double[] {0.5 * 2, -0.5 * -1}, within(1e-8));
    assertThat(Arrays.stream(words).sum()).isCloseTo(machine.decide(x)[0], within(1e-8));
  }

  @Test
  void anExactDecompositionGivesEveryWordItsTermsAndAShareOfTheBias() {
    KernelMachine machine =
        machine(new HistogramIntersection(), new double[][] {{1, 0}, {.25, 1}}, 2, -1, -0.5);
    List<double[]> x = List.of(new double[] {0.5, 0.75});
    assertThat(words(machine, BowWords.EXACT, x).get(0))
        .containsExactly(2 * 0.5 - 0.25 - 0.25, -0.75 - 0.25);
    assertThat(words(machine, BowWords.TAYLOR, x).get(0))
        .as("without a gradient there is no choice")
        .containsExactly(2 * 0.5 - 0.25 - 0.25, -0.75 - 0.25);
  }

  @Test
  void theNearestRootFoundIsARootBetweenThePointAndASupportVector() {
    for (SvmKernel kernel : List.of(new Rbf(1.5), new ExponentialChiSquare(2), new ChiSquare())) {
      for (long seed = 1; seed <= 20; seed++) {
        Random random = new Random(seed);
        KernelMachine machine = random(kernel, random);
        List<double[]> x = List.of(randoms(random, 5));
        Score f = score(machine);
        double atX = f.value(x);
        List<double[]> root = SEARCH.nearestRoot(f, x);
        double atRoot = f.value(root);
        boolean crossing = false;
        for (int i = 0; i < machine.supportCount(); i++) {
          crossing |= f.value(List.of(machine.supportVectors().get(0).row(i))) * atX <= 0;
        }
        if (crossing) {
          assertThat(Math.abs(atRoot))
              .as("%s, seed %d", kernel, seed)
              .isLessThanOrEqualTo(1e-8 * Math.abs(atX));
        }
      }
    }
  }

  @Test
  void relevanceIsTheGradientAtTheRootTimesTheWayFromIt() {
    for (SvmKernel kernel : List.of(new Rbf(1.5), new ExponentialChiSquare(2), new ChiSquare())) {
      Random random = new Random(5);
      KernelMachine machine = random(kernel, random);
      List<double[]> x = List.of(randoms(random, 5));
      double[] root = root(machine, x).get(0);
      double[] words = words(machine, BowWords.TAYLOR, x).get(0);
      for (int d = 0; d < root.length; d++) {
        double step = 1e-6;
        double[] up = root.clone();
        double[] down = root.clone();
        up[d] += step;
        down[d] -= step;
        double slope =
            (machine.decide(List.of(up))[0] - machine.decide(List.of(down))[0]) / (2 * step);
        assertThat(words[d])
            .as("%s", kernel)
            .isCloseTo((x.get(0)[d] - root[d]) * slope, within(1e-6));
      }
    }
  }

  @Test
  void theRemainderShrinksWithTheSquareOfTheWayToTheRoot() {
    KernelMachine machine = machine(new Rbf(1), new double[][] {{1, 0}, {0, 1}}, 1, -1, 0);
    double previous = Double.NaN;
    for (double way = 0.2; way > 0.01; way /= 2) {
      List<double[]> x = List.of(new double[] {0.5 + way, 0.5 - way / 3});
      double left =
          machine.decide(x)[0] - Arrays.stream(words(machine, BowWords.TAYLOR, x).get(0)).sum();
      assertThat(left).isNotZero();
      if (!Double.isNaN(previous)) {
        assertThat(Math.abs(left)).isLessThan(Math.abs(previous) / 3.5);
      }
      previous = left;
    }
  }

  @Test
  void aDecisionThatNeverChangesItsSignIsExpandedAtItsLeastDecidedPoint() {
    KernelMachine machine = machine(new Rbf(1), new double[][] {{1, 0}, {0, 1}}, 1, 0.5, 0.25);
    List<double[]> x = List.of(new double[] {1, 1});
    assertThat(root(machine, x).get(0)).containsExactly(0, 1);
  }

  @Test
  void aPointThatIsARootItselfHasNoRelevance() {
    KernelMachine machine = machine(new Linear(), new double[][] {{1, 0}, {0, 1}}, 1, -1, 0);
    assertThat(words(machine, BowWords.TAYLOR, List.of(new double[] {.5, .5})).get(0))
        .containsExactly(0, 0);
  }

  @Test
  void inAMixedSumEveryPartGoesItsOwnWayFromTheRootOfTheWhole() {
    SvmKernel mixed =
        new WeightedSum(
            List.of(
                new WeightedSum.Part(2, new HistogramIntersection()),
                new WeightedSum.Part(1, new Rbf(1))));
    double[][] support = {{1, 0}, {0, 1}};
    List<double[]> x = List.of(new double[] {0.9, 0.2});
    KernelMachine whole = machine(mixed, support, 1, -1, 0.125);
    double[] root = root(whole, x).get(0);
    double[] found = words(whole, BowWords.EXACT, x).get(0);
    // The slope of exp(-|x - (1, 0)|^2) - exp(-|x - (0, 1)|^2) in steps, and min(x_d, y_d).
    int steps = 100_000;
    double[] expected = {2 * (0.9 - root[0]), -2 * (0.2 - root[1])};
    for (int i = 0; i < steps; i++) {
      double share = (i + 0.5) / steps;
      double a = root[0] + share * (0.9 - root[0]);
      double b = root[1] + share * (0.2 - root[1]);
      double first = -2 * Math.exp(-(a - 1) * (a - 1) - b * b);
      double second = 2 * Math.exp(-a * a - (b - 1) * (b - 1));
      expected[0] += (0.9 - root[0]) * (first * (a - 1) + second * a) / steps;
      expected[1] += (0.2 - root[1]) * (first * b + second * (b - 1)) / steps;
    }
    assertThat(found).containsExactly(expected, within(1e-7));
    assertThat(Arrays.stream(found).sum()).isCloseTo(whole.decide(x)[0], within(1e-7));
  }

  @Test
  void alongAPathTheScoreIsKeptForEveryKernelAndMixture() {
    SvmKernel mixed =
        new WeightedSum(
            List.of(
                new WeightedSum.Part(0.3, new HistogramIntersection()),
                new WeightedSum.Part(1, new Rbf(2)),
                new WeightedSum.Part(0.5, new ExponentialChiSquare(2))));
    for (SvmKernel kernel :
        List.of(
            new Rbf(1.5),
            new ExponentialChiSquare(2),
            new ChiSquare(),
            new Linear(),
            new HistogramIntersection(),
            mixed)) {
      int roots = 0;
      int kept = 0;
      for (long seed = 1; seed <= 200; seed++) {
        Random random = new Random(seed);
        KernelMachine machine = balanced(random(kernel, random));
        List<double[]> x = List.of(randoms(random, 5));
        double decision = machine.decide(x)[0];
        if (Math.abs(score(machine).value(root(machine, x))) > 1e-8 * Math.abs(decision)) {
          continue;
        }
        roots++;
        double sum = Arrays.stream(words(machine, BowWords.PATH, x).get(0)).sum();
        kept += Math.abs(decision - sum) <= 1e-3 * Math.abs(decision) ? 1 : 0;
      }
      assertThat(roots).as("%s", kernel).isGreaterThan(100);
      assertThat(kept).as("%s of %d", kernel, roots).isGreaterThanOrEqualTo(99 * roots / 100);
    }
  }

  private static List<double[]> words(KernelMachine machine, BowWords words, List<double[]> x) {
    return new WordDecomposition(machine, words, SEARCH)
        .relevance(DecisionFunction.of(machine, Target.of(0)), x);
  }

  private static List<double[]> root(KernelMachine machine, List<double[]> x) {
    return SEARCH.nearestRoot(score(machine), x);
  }

  private static Score score(KernelMachine machine) {
    return new Score(machine, DecisionFunction.of(machine, Target.of(0)));
  }

  private static KernelMachine machine(
      SvmKernel kernel, double[][] support, double first, double second, double bias) {
    return new KernelMachine(
        List.of(new ChannelKernel(1, kernel)),
        List.of(Columns.ofRows(support, 2)),
        new double[][] {{first, second}},
        new double[] {bias});
  }

  /** The same machine with the mean of its decisions at 0. */
  private static KernelMachine balanced(KernelMachine machine) {
    double mean = 0;
    for (int i = 0; i < machine.supportCount(); i++) {
      double[] row = machine.supportVectors().get(0).row(i);
      mean += machine.decide(List.of(row))[0] / machine.supportCount();
    }
    return new KernelMachine(
        machine.kernels(),
        machine.supportVectors(),
        machine.coefficients(),
        new double[] {machine.bias()[0] - mean});
  }

  private static KernelMachine random(SvmKernel kernel, Random random) {
    double[][] support = new double[9][];
    for (int i = 0; i < support.length; i++) {
      support[i] = randoms(random, 5);
    }
    double[] coefficients = randoms(random, 9);
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] -= 0.5;
    }
    return new KernelMachine(
        List.of(new ChannelKernel(0.5, kernel)),
        List.of(Columns.ofRows(support, 5)),
        new double[][] {coefficients},
        new double[] {0.01});
  }

  private static double[] randoms(Random random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextDouble();
    }
    return values;
  }
}
