package org.sparklrp.audit.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  /** A sum of squares of normal variables is what the tail is for; here it is exact. */
  @Test
  void theQuadraticTailIsThatOfAChiSquareVariable() {
    Random random = new Random(5);
    double[] draws = new double[200_000];
    for (int i = 0; i < draws.length; i++) {
      for (int j = 0; j < 4; j++) {
        double z = random.nextGaussian();
        draws[i] += z * z;
      }
    }
    // Quantiles of chi square with 4 degrees of freedom.
    assertThat(Tails.quadratic(draws, 9.488)).isEqualTo(0.05, within(0.003));
    assertThat(Tails.quadratic(draws, 18.467)).isEqualTo(0.001, within(0.0003));
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
