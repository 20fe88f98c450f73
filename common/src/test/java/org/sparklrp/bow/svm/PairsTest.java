package org.sparklrp.bow.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.kernel.ExponentialKernel.ExponentialChiSquare;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;

class PairsTest {
  private static final int[] COUNTS = {3, 1, 2, 4};
  private static final int CLASSES = COUNTS.length;
  private static final int VECTORS = 10;
  private static final int DIMENSION = 5;

  @Test
  void aClassDecidesByTheMeanOfItsMachinesAndTheVotesPredict() {
    int voted = 0;
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      double[][] vectors = randoms(random, VECTORS, DIMENSION);
      Pairs pairs =
          new Pairs(
              COUNTS,
              randoms(random, CLASSES - 1, VECTORS),
              randoms(random, 1, CLASSES * (CLASSES - 1) / 2)[0]);
      KernelMachine machine =
          KernelMachine.of(
              List.of(new ChannelKernel(2, new Linear())),
              Combination.SUM,
              List.of(Columns.ofRows(vectors, DIMENSION)),
              pairs);
      double[] x = randoms(random, 1, DIMENSION)[0];
      double[] votes = new double[CLASSES];
      double[] sums = new double[CLASSES];
      int pair = 0;
      for (int i = 0; i < CLASSES; i++) {
        for (int j = i + 1; j < CLASSES; j++) {
          double decision = decision(pairs, pair++, i, j, vectors, x);
          votes[decision > 0 ? i : j]++;
          sums[i] += decision;
          sums[j] -= decision;
        }
      }
      double[] decisions = machine.decide(List.of(x));
      assertThat(decisions)
          .containsExactly(
              Arrays.stream(sums).map(sum -> sum / (CLASSES - 1)).toArray(), within(1e-12));
      assertThat(machine.ranks(List.of(x), decisions)).containsExactly(votes);
      voted += best(votes) == best(decisions) ? 0 : 1;
    }
    assertThat(voted).as("images where votes decide otherwise than the mean").isPositive();
  }

  /** As LIBSVM's svm_predict_values does: the vectors of i by row j - 1, those of j by row i. */
  private static double decision(
      Pairs pairs, int pair, int i, int j, double[][] vectors, double[] x) {
    double sum = pairs.bias()[pair];
    int[] starts = {0, 3, 4, 6};
    for (int k = 0; k < COUNTS[i]; k++) {
      sum += pairs.coefficients()[j - 1][starts[i] + k] * 2 * dot(vectors[starts[i] + k], x);
    }
    for (int k = 0; k < COUNTS[j]; k++) {
      sum += pairs.coefficients()[i][starts[j] + k] * 2 * dot(vectors[starts[j] + k], x);
    }
    return sum;
  }

  @Test
  void aProductOfKernelsIsOneExponentialOfAllDistances() {
    Random random = new Random(5);
    double[][] first = positive(randoms(random, VECTORS, DIMENSION));
    double[][] second = positive(randoms(random, VECTORS, 3));
    KernelMachine machine =
        new KernelMachine(
            List.of(
                new ChannelKernel(0.5, new ExponentialChiSquare(3)),
                new ChannelKernel(2, new Rbf(0.25))),
            Combination.PRODUCT,
            List.of(Columns.ofRows(first, DIMENSION), Columns.ofRows(second, 3)),
            new double[1][VECTORS],
            new double[1],
            null);
    List<double[]> x = List.of(first[4].clone(), second[7].clone());
    double[] values = machine.kernelValues(x);
    for (int i = 0; i < VECTORS; i++) {
      double chi = 0;
      for (int d = 0; d < DIMENSION; d++) {
        double difference = x.get(0)[d] - first[i][d];
        chi += difference * difference / (x.get(0)[d] + first[i][d]);
      }
      double squares = 0;
      for (int d = 0; d < 3; d++) {
        squares += Math.pow(x.get(1)[d] - second[i][d], 2);
      }
      assertThat(values[i]).isCloseTo(Math.exp(-1.5 * chi - 0.5 * squares), within(1e-14));
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Pairs(new int[] {1, 1, 1}, new double[3][3], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 rows of coefficients for pairs of 3 classes");
    assertThatThrownBy(() -> new Pairs(new int[] {1, 1, 2}, new double[2][3], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 coefficients where the classes have 4 support vectors");
    assertThatThrownBy(() -> new Pairs(new int[] {1, 1, 1}, new double[2][3], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bias of 2 values for the pairs of 3 classes");
    assertThatThrownBy(
            () ->
                new KernelMachine(
                    List.of(new ChannelKernel(1, new HistogramIntersection())),
                    Combination.PRODUCT,
                    List.of(Columns.ofRows(new double[2][1], 1)),
                    new double[1][2],
                    new double[1],
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A product of kernels that are no exponentials of a distance");
    assertThat(ExponentialKernel.class.getPermittedSubclasses()).hasSize(2);
  }

  private static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  private static double[][] positive(double[][] rows) {
    for (double[] row : rows) {
      Arrays.setAll(row, d -> Math.abs(row[d]));
    }
    return rows;
  }

  private static double[][] randoms(Random random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, d -> random.nextGaussian());
    }
    return values;
  }
}
