package org.sparklrp.audit.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanIntervalTest {
  private static double[] values(int n, double shift) {
    Random random = new Random(3);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = shift + random.nextGaussian();
    }
    return values;
  }

  /** Both ways of making an interval, where one takes over from the other. */
  @Test
  void fewAndManyValuesAgree() {
    MeanInterval few = MeanInterval.of(values(2000, 0.05), 7);
    MeanInterval many = MeanInterval.of(values(2001, 0.05), 7);
    assertThat(few.lower()).isCloseTo(many.lower(), within(0.003));
    assertThat(few.upper()).isCloseTo(many.upper(), within(0.003));
    assertThat(few.pValue()).isCloseTo(many.pValue(), within(0.01));
  }

  @Test
  void differencesOfEitherSignAreFound() {
    double[] values = values(60, 1);
    double[] opposite = Arrays.stream(values).map(value -> -value).toArray();
    assertThat(MeanInterval.of(values, 7).pValue()).isLessThan(0.001);
    assertThat(MeanInterval.of(opposite, 7).pValue()).isLessThan(0.001);
    assertThat(MeanInterval.of(values(60, 0), 7).pValue()).isGreaterThan(0.05);
    assertThat(MeanInterval.of(new double[60], 7).pValue()).isEqualTo(1);
    assertThat(MeanInterval.of(new double[3000], 7).pValue()).isCloseTo(1, within(1e-6));
  }

  @Test
  void oneValueHasNoInterval() {
    assertThat(MeanInterval.of(new double[] {3}, 7))
        .isEqualTo(new MeanInterval(3, Double.NaN, Double.NaN, 1));
  }

  @Test
  void tailsAreThoseOfTheNormalDistribution() {
    assertThat(MeanInterval.upperTail(0)).isCloseTo(0.5, within(1e-7));
    assertThat(MeanInterval.upperTail(1.959963984540054)).isCloseTo(0.025, within(1e-7));
  }
}
