package org.sparklrp.bow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.bow.kernel.AdditiveKernel.ChiSquare;
import org.sparklrp.bow.kernel.AdditiveKernel.Hellinger;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.JensenShannon;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;

class SvmKernelTest {
  private static final int DIMENSION = 7;
  private static final int COUNT = 5;
  private static final WeightedSum SUM =
      new WeightedSum(
          List.of(
              new WeightedSum.Part(0.5, new Linear()),
              new WeightedSum.Part(2, new ChiSquare()),
              new WeightedSum.Part(3, new Rbf(0.7))));

  /** A kernel beside its formula. */
  record Twin(SvmKernel kernel, ToDoubleBiFunction<double[], double[]> formula) {
    @Override
    public String toString() {
      return kernel.toString();
    }
  }

  static Stream<Twin> twins() {
    return Stream.of(
        new Twin(new Linear(), SvmKernelTest::linear),
        new Twin(new HistogramIntersection(), SvmKernelTest::intersection),
        new Twin(new ChiSquare(), SvmKernelTest::chiSquare),
        new Twin(new Hellinger(), SvmKernelTest::hellinger),
        new Twin(new JensenShannon(), SvmKernelTest::jensenShannon),
        new Twin(new Rbf(0.7), (x, y) -> Math.exp(-0.7 * squared(x, y))),
        new Twin(new ExponentialChiSquare(1.3), (x, y) -> Math.exp(-1.3 * chiSquareDistance(x, y))),
        new Twin(
            SUM,
            (x, y) ->
                0.5 * linear(x, y) + 2 * chiSquare(x, y) + 3 * Math.exp(-0.7 * squared(x, y))));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void valuesAreThoseOfTheFormula(Twin twin) {
    Random random = new Random(1);
    double[] x = histogram(random);
    double[][] rows = histograms(random);
    double[] sums = new double[COUNT];
    sums[1] = 10;
    twin.kernel().addValues(x, Columns.ofRows(rows, DIMENSION), 0.5, sums);
    for (int i = 0; i < COUNT; i++) {
      double expected = twin.formula().applyAsDouble(x, rows[i]);
      assertThat(sums[i]).isCloseTo((i == 1 ? 10 : 0) + 0.5 * expected, within(1e-12));
      assertThat(twin.kernel().value(x, rows[i])).isCloseTo(expected, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("twins")
  void sharesAddUpToTheWeightedValues(Twin twin) {
    if (!twin.kernel().isSumDecomposable()) {
      return;
    }
    Random random = new Random(2);
    double[] x = histogram(random);
    double[][] rows = histograms(random);
    double[] coefficients = {1, -2, 0, 0.5, 3};
    double[] shares = new double[DIMENSION];
    twin.kernel().addShares(x, Columns.ofRows(rows, DIMENSION), coefficients, shares);
    double expected = 0;
    for (int i = 0; i < COUNT; i++) {
      expected += coefficients[i] * twin.formula().applyAsDouble(x, rows[i]);
    }
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    assertThat(sum).isCloseTo(expected, within(1e-12));
    double[] alone = new double[DIMENSION];
    alone[3] = x[3];
    double[] ofOne = new double[DIMENSION];
    twin.kernel().addShares(alone, Columns.ofRows(rows, DIMENSION), coefficients, ofOne);
    assertThat(ofOne[3]).isCloseTo(shares[3], within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void gradientsAreThoseOfFiniteDifferences(Twin twin) {
    if (!twin.kernel().isDifferentiable()) {
      return;
    }
    Random random = new Random(3);
    double[][] rows = histograms(random);
    double[] x = histogram(random);
    for (int d = 0; d < DIMENSION; d++) {
      x[d] += 0.1;
    }
    double[] coefficients = {1, -2, 0, 0.5, 3};
    double[] gradient = new double[DIMENSION];
    twin.kernel().addGradient(x, Columns.ofRows(rows, DIMENSION), coefficients, gradient);
    for (int d = 0; d < DIMENSION; d++) {
      double step = 1e-6;
      double difference = 0;
      for (int i = 0; i < COUNT; i++) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[d] += step;
        down[d] -= step;
        difference +=
            coefficients[i]
                * (twin.formula().applyAsDouble(up, rows[i])
                    - twin.formula().applyAsDouble(down, rows[i]));
      }
      assertThat(gradient[d]).isCloseTo(difference / (2 * step), within(1e-7));
    }
  }

  @ParameterizedTest
  @MethodSource("twins")
  void emptyVectorsHaveFiniteValuesAndGradients(Twin twin) {
    Columns zeros = Columns.ofRows(new double[COUNT][DIMENSION], DIMENSION);
    double[] values = new double[COUNT];
    twin.kernel().addValues(new double[DIMENSION], zeros, 1, values);
    assertThat(values[0]).isFinite();
    if (twin.kernel().isDifferentiable()) {
      double[] gradient = new double[DIMENSION];
      twin.kernel()
          .addGradient(new double[DIMENSION], zeros, new double[] {1, 1, 1, 1, 1}, gradient);
      assertThat(gradient[0]).isFinite();
    }
  }

  @Test
  void sumsOfSumsAreResolved() {
    WeightedSum nested =
        new WeightedSum(
            List.of(
                new WeightedSum.Part(2, SUM),
                new WeightedSum.Part(1, new HistogramIntersection())));
    assertThat(nested.parts())
        .containsExactly(
            new WeightedSum.Part(1, new Linear()),
            new WeightedSum.Part(4, new ChiSquare()),
            new WeightedSum.Part(6, new Rbf(0.7)),
            new WeightedSum.Part(1, new HistogramIntersection()));
    assertThat(nested.isDifferentiable()).isFalse();
    assertThat(nested.isSumDecomposable()).isFalse();
    assertThat(SUM.isDifferentiable()).isTrue();
  }

  @Test
  void everyKernelIsSumDecomposableOrDifferentiable() {
    assertThat(twins().map(Twin::kernel))
        .allMatch(kernel -> kernel.isSumDecomposable() || kernel.isDifferentiable());
    List<String> tested = twins().map(twin -> twin.kernel().getClass().getName()).toList();
    for (Class<?> family : List.of(AdditiveKernel.class, ExponentialKernel.class)) {
      for (Class<?> member : family.getPermittedSubclasses()) {
        assertThat(tested).contains(member.getName());
      }
    }
  }

  @Test
  void impossibleKernelsAndQuestionsAreRefused() {
    assertThatThrownBy(() -> new Rbf(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A kernel's gamma is above 0, not 0.0");
    assertThatThrownBy(() -> new WeightedSum.Part(-1, new Linear()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A kernel's weight is at least 0, not -1.0");
    assertThatThrownBy(() -> new WeightedSum(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A sum of kernels has at least one part");
    Columns one = Columns.ofRows(new double[][] {{1}}, 1);
    double[] x = {1};
    assertThatThrownBy(() -> new HistogramIntersection().addGradient(x, one, x, x.clone()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The histogram intersection kernel has no gradient");
    assertThatThrownBy(() -> new Hellinger().addGradient(x, one, x, x.clone()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The Hellinger kernel has no gradient at 0");
    assertThatThrownBy(() -> new JensenShannon().addGradient(x, one, x, x.clone()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The Jensen-Shannon kernel has no gradient at 0");
    assertThatThrownBy(() -> new Rbf(1).addShares(x, one, x, x.clone()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The kernel Rbf[gamma=1.0] is no sum over dimensions");
    assertThatThrownBy(() -> new Columns(2, new double[][] {{1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A column of 1, not 2");
  }

  private static double linear(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += x[d] * y[d];
    }
    return sum;
  }

  private static double intersection(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += x[d] < y[d] ? x[d] : y[d];
    }
    return sum;
  }

  private static double chiSquare(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += x[d] + y[d] > 0 ? 2 * x[d] * y[d] / (x[d] + y[d]) : 0;
    }
    return sum;
  }

  private static double hellinger(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += Math.sqrt(x[d] * y[d]);
    }
    return sum;
  }

  /** Half of what the entropies of x and y have more than that of their sum. */
  private static double jensenShannon(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += (entropy(x[d]) + entropy(y[d]) - entropy(x[d] + y[d])) / 2;
    }
    return sum;
  }

  private static double entropy(double x) {
    return x > 0 ? -x * Math.log(x) / Math.log(2) : 0;
  }

  private static double squared(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += (x[d] - y[d]) * (x[d] - y[d]);
    }
    return sum;
  }

  private static double chiSquareDistance(double[] x, double[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += x[d] + y[d] > 0 ? (x[d] - y[d]) * (x[d] - y[d]) / (x[d] + y[d]) : 0;
    }
    return sum;
  }

  private static double[] histogram(Random random) {
    double[] values = new double[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      values[d] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
    }
    return values;
  }

  private static double[][] histograms(Random random) {
    double[][] rows = new double[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      rows[i] = histogram(random);
    }
    return rows;
  }
}
