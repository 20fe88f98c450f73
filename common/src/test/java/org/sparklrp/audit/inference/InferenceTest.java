package org.sparklrp.audit.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class InferenceTest {
  /** By hand: 4 p / rank from the largest down, never growing. */
  @Test
  void qValuesFollowBenjaminiAndHochberg() {
    double[] q = BenjaminiHochberg.qValues(new double[] {0.01, 0.04, 0.03, 0.5});
    assertThat(q[0]).isCloseTo(0.04, within(1e-12));
    assertThat(q[1]).isCloseTo(4 * 0.04 / 3, within(1e-12));
    assertThat(q[2]).isCloseTo(4 * 0.04 / 3, within(1e-12));
    assertThat(q[3]).isCloseTo(0.5, within(1e-12));
    assertThat(BenjaminiHochberg.qValues(new double[0])).isEmpty();
  }

  @Test
  void aPValueCountsTheObservedAmongTheDraws() {
    ChanceLevel chance = new ChanceLevel(new double[] {3, 1, 2});
    assertThat(chance.pValue(4)).isEqualTo(0.25);
    assertThat(chance.pValue(2)).isEqualTo(0.75);
    assertThat(chance.pValue(0)).isEqualTo(1);
    assertThat(new ChanceLevel(new double[0]).pValue(9)).isEqualTo(1);
  }

  @Test
  void underTheNullHypothesisPValuesAreSpreadEvenly() {
    SplittableRandom random = new SplittableRandom(3);
    int below = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] differences = new double[30];
      for (int i = 0; i < differences.length; i++) {
        differences[i] = random.nextGaussian();
      }
      below += PairedDifference.of(differences, trial).pValue() <= 0.05 ? 1 : 0;
    }
    // 5 % of 400 are 20, with a standard deviation of 4.4.
    assertThat(below).isBetween(7, 33);
  }

  @Test
  void anIntervalIsAsWideAsTheStandardErrorSays() {
    SplittableRandom random = new SplittableRandom(5);
    double[] differences = new double[200];
    Arrays.setAll(differences, i -> 1 + random.nextGaussian());
    PairedDifference difference = PairedDifference.of(differences, 7);
    double error = Math.sqrt(StatUtils.variance(differences) / differences.length);
    assertThat(difference.mean()).isCloseTo(StatUtils.mean(differences), within(1e-12));
    assertThat(difference.upper() - difference.lower()).isCloseTo(2 * 1.96 * error, within(0.03));
    assertThat(difference.pValue()).isEqualTo(1.0 / 5000);
    assertThat(PairedDifference.of(differences, 7)).isEqualTo(difference);
    assertThat(PairedDifference.of(new double[0], 7).pValue()).isEqualTo(1);
  }

  @Test
  void hashesOfIdsAreSpreadEvenlyAndDependOnTheSeed() {
    int low = 0;
    for (int i = 0; i < 1000; i++) {
      low += IdHash.fraction(IdHash.of("images/" + i + ".png", 7)) < 0.25 ? 1 : 0;
    }
    assertThat(low).isBetween(200, 300);
    assertThat(IdHash.of("a", 7)).isEqualTo(IdHash.of("a", 7)).isNotEqualTo(IdHash.of("a", 8));
  }
}
