package org.sparklrp.audit.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 1, 2.5, 30, 400})
  void theIncompleteGammaFunctionIsThatOfCommonsMath(double a) {
    for (double share : new double[] {1e-3, 0.2, 0.9, 1, 1.1, 2, 5}) {
      double expected = Gamma.regularizedGammaQ(a, a * share);
      assertThat(Tails.upperGamma(a, a * share))
          .as("a = %s, x = %s", a, a * share)
          .isEqualTo(expected, within(1e-10 + 1e-7 * expected));
    }
    assertThat(Tails.upperGamma(a, 0)).isEqualTo(1);
  }

  @Test
  void theNormalTailIsTwoSided() {
    NormalDistribution normal = new NormalDistribution();
    for (double z : new double[] {0.1, 1, 1.96, 3, 6}) {
      double expected = 2 * normal.cumulativeProbability(-z);
      assertThat(Tails.normal(z)).isEqualTo(expected, within(1e-9 * expected + 1e-15));
    }
    assertThat(Tails.normal(0)).isEqualTo(1);
  }

  /** Sums of squares with weights; a sample of draws, and what share of many is beyond. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0", "1, 40, 0.03", "1, 3, 1", "1, 63, 0.2"})
  void theQuadraticTailIsNeverThinnerThanThatOfSumsOfSquares(
      double first, int others, double weight) {
    Random random = new Random(5);
    double[] draws = new double[200_000];
    for (int i = 0; i < draws.length; i++) {
      double z = random.nextGaussian();
      draws[i] = first * z * z;
      for (int j = 0; j < others; j++) {
        double more = random.nextGaussian();
        draws[i] += weight * more * more;
      }
    }
    double[] some = Arrays.copyOf(draws, 20_000);
    Arrays.sort(draws);
    for (double share : new double[] {0.02, 0.008, 0.001}) {
      double far = draws[(int) ((1 - share) * draws.length)];
      assertThat(Tails.quadratic(some, far)).as("%s", share).isBetween(0.85 * share, 8 * share);
    }
  }

  @Test
  void theQuadraticTailOfOneSquareIsExact() {
    // Mean 2 and variance 8: twice a chi-square variable with one degree of freedom.
    double[] draws = {2 - Math.sqrt(8), 2 + Math.sqrt(8)};
    assertThat(Tails.quadratic(draws, 2 * 3.841458820694124)).isEqualTo(0.05, within(1e-9));
    assertThat(Tails.quadratic(draws, 2 * 6.634896601021214)).isEqualTo(0.01, within(1e-9));
    assertThat(Tails.quadratic(new double[] {0, 0}, 0)).isEqualTo(1);
    assertThat(Tails.quadratic(new double[] {0, 0}, 0.1)).isZero();
  }

  @Test
  void sharesAreComparedByTheirPooledError() {
    // z = 0.1 / sqrt(0.25 x 0.75 x (1/100 + 1/100)) = 1.633
    assertThat(Tails.shares(30, 100, 20, 100)).isEqualTo(0.1025, within(2e-4));
    assertThat(Tails.shares(3, 10, 30, 100)).isEqualTo(1);
    assertThat(Tails.shares(0, 0, 30, 100)).isEqualTo(1);
    assertThat(Tails.shares(0, 50, 0, 60)).isEqualTo(1);
  }
}
