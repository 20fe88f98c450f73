package org.sparklrp.bow.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;

class OneVersusRestTest {
  private static final int CLASSES = 3;
  private static final int COUNT = 45;
  private static final int[] LABELS = IntStream.range(0, COUNT).map(i -> i % CLASSES).toArray();
  private static final int[] ALL = IntStream.range(0, COUNT).toArray();

  @Test
  void solutionsMeetTheOptimalityConditionsOfASupportVectorMachine() {
    KernelMatrix kernel = KernelMatrix.ofValues(KernelMatrix.values(kernels(), channels(1.5, 5)));
    double cost = 0.5;
    DualSolution solution = OneVersusRest.train(kernel, LABELS, CLASSES, ALL, cost);
    int atBound = 0;
    for (int c = 0; c < CLASSES; c++) {
      double balance = 0;
      for (int i = 0; i < COUNT; i++) {
        int sign = LABELS[i] == c ? 1 : -1;
        double dual = sign * solution.coefficients()[c][i] + 0.0;
        double margin = sign * solution.decide(kernel, i)[c];
        assertThat(dual).isBetween(0.0, cost);
        balance += solution.coefficients()[c][i];
        if (dual == 0) {
          assertThat(margin).isGreaterThan(1 - 1e-3);
        } else if (dual < cost) {
          assertThat(margin).isCloseTo(1, within(1e-3));
        } else {
          atBound++;
          assertThat(margin).isLessThan(1 + 1e-3);
        }
      }
      assertThat(balance).isCloseTo(0, within(1e-9));
    }
    assertThat(atBound).isPositive();
  }

  @Test
  void aMachineDecidesAsTheSolutionItComesFrom() {
    List<Columns> channels = channels(0.3, 6);
    KernelMatrix kernel = KernelMatrix.ofValues(KernelMatrix.values(kernels(), channels));
    DualSolution solution = OneVersusRest.train(kernel, LABELS, CLASSES, ALL, 1);
    KernelMachine machine =
        new KernelMachine(kernels(), channels, solution.coefficients(), solution.bias());
    for (int i = 0; i < COUNT; i++) {
      int image = i;
      double[] decisions =
          machine.decide(channels.stream().map(channel -> channel.row(image)).toList());
      assertThat(decisions).containsExactly(solution.decide(kernel, i), within(1e-9));
    }
  }

  @Test
  void imagesLeftOutDoNotMatter() {
    KernelMatrix kernel = KernelMatrix.ofValues(KernelMatrix.values(kernels(), channels(0.8, 7)));
    int[] some = IntStream.range(0, COUNT).filter(i -> i % 5 != 0).toArray();
    DualSolution before = OneVersusRest.train(kernel, LABELS, CLASSES, some, 1);
    int[] changed = LABELS.clone();
    for (int i = 0; i < COUNT; i += 5) {
      changed[i] = 0;
      assertThat(before.coefficients()[1][i]).isZero();
    }
    DualSolution after = OneVersusRest.train(kernel, changed, CLASSES, some, 1);
    assertThat(after.coefficients()).isDeepEqualTo(before.coefficients());
    assertThat(after.bias()).isEqualTo(before.bias());
  }

  @Test
  void aClassWithoutExamplesIsRefused() {
    KernelMatrix kernel = KernelMatrix.ofValues(KernelMatrix.values(kernels(), channels(0.8, 8)));
    assertThatThrownBy(() -> OneVersusRest.train(kernel, LABELS, CLASSES + 1, ALL, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Class 3 has no example or no counterexample");
  }

  @Test
  void aClassWithoutCounterexamplesIsRefused() {
    KernelMatrix kernel = KernelMatrix.ofValues(KernelMatrix.values(kernels(), channels(0.8, 8)));
    int[] one = IntStream.range(0, COUNT).filter(i -> LABELS[i] == 0).toArray();
    assertThatThrownBy(() -> OneVersusRest.train(kernel, LABELS, 1, one, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Class 0 has no example or no counterexample");
  }

  @Test
  void crossValidationPrefersTheCostThatGeneralises() {
    KernelMatrix kernel = KernelMatrix.ofValues(KernelMatrix.values(kernels(), channels(0.1, 9)));
    CrossValidation folds = CrossValidation.deal(LABELS, CLASSES, 3, 1);
    CrossValidation.Trial easy = folds.trial(kernel, LABELS, CLASSES, 10);
    assertThat(easy.accuracy()).isEqualTo(1);
    int[] noise = new Random(4).ints(COUNT, 0, CLASSES).toArray();
    assertThat(folds.trial(kernel, noise, CLASSES, 10).accuracy()).isLessThan(0.7);
    assertThat(
            CrossValidation.best(
                List.of(
                    new CrossValidation.Trial(8, 0.5),
                    new CrossValidation.Trial(2, 0.75),
                    new CrossValidation.Trial(1, 0.75))))
        .isEqualTo(new CrossValidation.Trial(1, 0.75));
  }

  @Test
  void foldsHoldEveryClassEvenlyAndFollowTheSeed() {
    CrossValidation folds = CrossValidation.deal(LABELS, CLASSES, 4, 1);
    for (int fold = 0; fold < 4; fold++) {
      for (int c = 0; c < CLASSES; c++) {
        int current = fold;
        int label = c;
        assertThat(
                IntStream.range(0, COUNT)
                    .filter(i -> folds.folds()[i] == current && LABELS[i] == label)
                    .count())
            .isBetween(3L, 4L);
      }
    }
    assertThat(CrossValidation.deal(LABELS, CLASSES, 4, 1).folds()).isEqualTo(folds.folds());
    assertThat(CrossValidation.deal(LABELS, CLASSES, 4, 2).folds()).isNotEqualTo(folds.folds());
    assertThatThrownBy(() -> CrossValidation.deal(LABELS, CLASSES, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cross-validation needs 2 folds, not 1");
  }

  @Test
  void averagePrecisionOfRankingsByHand() {
    boolean[] member = {true, false, true, false};
    assertThat(AveragePrecision.of(new double[] {4, 3, 2, 1}, member))
        .isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
    assertThat(AveragePrecision.of(new double[] {4, 1, 3, 2}, member)).isEqualTo(1);
    assertThat(AveragePrecision.of(new double[] {1, 4, 2, 3}, member))
        .isCloseTo((1 / 3.0 + 2 / 4.0) / 2, within(1e-12));
    assertThat(AveragePrecision.of(new double[] {1, 1, 1, 1}, member)).isEqualTo(0.5);
    assertThat(AveragePrecision.of(new double[] {1, 2}, new boolean[2])).isNaN();
  }

  @Test
  void partsThatDoNotFitTogetherAreRefused() {
    List<Columns> channels = channels(0.8, 8);
    assertThatThrownBy(
            () -> new KernelMachine(kernels(), channels, new double[2][COUNT - 1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("44 coefficients where there are 45");
    assertThatThrownBy(
            () -> new KernelMachine(kernels(), channels, new double[2][COUNT], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Coefficients of 2 classes and bias of 3");
    assertThatThrownBy(() -> new ChannelKernel(Double.NaN, new Linear()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A channel's weight is at least 0, not NaN");
  }

  private static List<ChannelKernel> kernels() {
    return List.of(
        new ChannelKernel(1.5, new HistogramIntersection()), new ChannelKernel(0.5, new Rbf(1)));
  }

  /** Two channels in which each class has a dimension of its own, blurred by noise. */
  private static List<Columns> channels(double noise, long seed) {
    Random random = new Random(seed);
    double[][] first = new double[COUNT][4];
    double[][] second = new double[COUNT][3];
    for (int i = 0; i < COUNT; i++) {
      for (int d = 0; d < 4; d++) {
        first[i][d] = (d == LABELS[i] ? 1 : 0) + noise * random.nextDouble();
      }
      for (int d = 0; d < 3; d++) {
        second[i][d] = noise * random.nextDouble();
      }
    }
    return List.of(Columns.ofRows(first, 4), Columns.ofRows(second, 3));
  }
}
