package org.sparklrp.bow.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhiteningTest {
  private static final int DIMENSION = 5;
  private static final int COUNT = 400;

  @Test
  void whitenedSampleHasNoMeanAndUnitCovariance() {
    float[] sample = correlated(11);
    for (WhiteningKind kind : WhiteningKind.values()) {
      Whitening whitening = sampleOf(sample).learn(kind, 0, DIMENSION);
      float[] white = apply(whitening, sample);
      for (int i = 0; i < DIMENSION; i++) {
        for (int j = 0; j < DIMENSION; j++) {
          assertThat(meanProduct(white, DIMENSION, i, j))
              .as("%s %d %d", kind, i, j)
              .isCloseTo(i == j ? 1 : 0, within(1e-4));
        }
      }
    }
  }

  @Test
  void zcaIsSymmetricAndPcaKeepsTheStrongestAxes() {
    WhiteningSample sample = sampleOf(correlated(12));
    Whitening zca = sample.learn(WhiteningKind.ZCA, 0.1, DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      for (int j = 0; j < DIMENSION; j++) {
        assertThat(zca.matrix()[i * DIMENSION + j])
            .isCloseTo(zca.matrix()[j * DIMENSION + i], within(1e-5f));
      }
    }
    Whitening all = sample.learn(WhiteningKind.PCA, 0.1, DIMENSION);
    Whitening two = sample.learn(WhiteningKind.PCA, 0.1, 2);
    assertThat(two.outputs()).isEqualTo(2);
    assertThat(two.matrix()).startsWith(all.matrix()[0], all.matrix()[1]);
    double strongest = squaredNorm(all, 0);
    for (int axis = 1; axis < DIMENSION; axis++) {
      assertThat(squaredNorm(all, axis)).isGreaterThanOrEqualTo(strongest);
    }
  }

  @Test
  void mergedSamplesTeachWhatTheWholeTeaches() {
    float[] values = correlated(13);
    WhiteningSample whole = sampleOf(values);
    WhiteningSample first = new WhiteningSample(DIMENSION);
    WhiteningSample second = new WhiteningSample(DIMENSION);
    int cut = 100 * DIMENSION;
    first.add(Arrays.copyOfRange(values, 0, cut));
    second.add(Arrays.copyOfRange(values, cut, values.length));
    first.merge(second);
    assertThat(first.count()).isEqualTo(COUNT);
    assertThat(first.learn(WhiteningKind.ZCA, 0.1, DIMENSION).matrix())
        .containsExactly(whole.learn(WhiteningKind.ZCA, 0.1, DIMENSION).matrix(), within(1e-4f));
  }

  @Test
  void aSampleWithoutVariationIsRefused() {
    WhiteningSample sample = new WhiteningSample(2);
    sample.add(new float[] {1, 2, 1, 2, 1, 2});
    assertThatThrownBy(() -> sample.learn(WhiteningKind.PCA, 0.1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The sample's descriptors do not vary");
    assertThatThrownBy(() -> new WhiteningSample(2).learn(WhiteningKind.PCA, 0.1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No 2 axes of 2 from 0 descriptors");
  }

  private static float[] correlated(long seed) {
    Random random = new Random(seed);
    float[] values = new float[COUNT * DIMENSION];
    for (int row = 0; row < COUNT; row++) {
      double common = random.nextGaussian();
      for (int i = 0; i < DIMENSION; i++) {
        values[row * DIMENSION + i] = (float) (3 + common + (i + 1) * 0.5 * random.nextGaussian());
      }
    }
    return values;
  }

  private static WhiteningSample sampleOf(float[] values) {
    WhiteningSample sample = new WhiteningSample(DIMENSION);
    sample.add(values);
    return sample;
  }

  private static float[] apply(Whitening whitening, float[] values) {
    int count = values.length / DIMENSION;
    return whitening
        .apply(
            new LocalFeatures(DIMENSION, values, Collections.nCopies(count, new Area(0, 0, 1, 1))))
        .descriptors();
  }

  private static double meanProduct(float[] values, int dimension, int i, int j) {
    double sum = 0;
    for (int row = 0; row < values.length; row += dimension) {
      sum += values[row + i] * values[row + j];
    }
    return sum * dimension / values.length;
  }

  private static double squaredNorm(Whitening whitening, int axis) {
    double sum = 0;
    for (int i = 0; i < DIMENSION; i++) {
      double value = whitening.matrix()[axis * DIMENSION + i];
      sum += value * value;
    }
    return sum;
  }
}
