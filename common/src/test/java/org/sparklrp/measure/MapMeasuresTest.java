package org.sparklrp.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.relevance.RelevanceMap;

final class MapMeasuresTest {
  @Test
  void sumsRunOverTheValuesOfEveryChannel() {
    MapMeasures measures = MapMeasures.of(new RelevanceMap(2, 1, 2, new float[] {3, -1, -2, 5}));
    assertThat(measures.relevanceSum()).isEqualTo(5);
    assertThat(measures.positiveSum()).isEqualTo(8);
    assertThat(measures.negativeSum()).isEqualTo(-3);
  }

  @Test
  void sumsDoNotLoseSmallValuesBesideLargeOnes() {
    float[] values = new float[100_001];
    Arrays.fill(values, 1e-4f);
    values[0] = 1e6f;
    MapMeasures measures = MapMeasures.of(new RelevanceMap(1, 1, values.length, values));
    // Each of 100,000 additions beside 1e6 rounds by at most 6e-11; in float, all would be lost.
    assertThat(measures.relevanceSum()).isCloseTo(1e6 + 1e5 * (double) 1e-4f, within(6e-6));
  }

  @Test
  void spreadAndPlaceRunOverTheSignedSumOfTheChannels() {
    // The channels cancel in the first pixel: all that is left lies in row 1, column 0.
    MapMeasures measures =
        MapMeasures.of(new RelevanceMap(2, 2, 2, new float[] {4, 0, 1, 0, -4, 0, -3, 0}));
    assertThat(measures.gini()).isEqualTo(0.75);
    assertThat(measures.entropy()).isZero();
    assertThat(measures.centerY()).isEqualTo(1);
    assertThat(measures.centerX()).isEqualTo(0);
  }

  @Test
  void ofAnEvenMapNothingIsUnequal() {
    MapMeasures measures =
        MapMeasures.of(new RelevanceMap(1, 2, 3, new float[] {2, -2, 2, 2, -2, 2}));
    assertThat(measures.gini()).isEqualTo(0);
    assertThat(measures.entropy()).isCloseTo(Math.log(6), within(1e-12));
    assertThat(measures.centerY()).isEqualTo(0.5);
    assertThat(measures.centerX()).isEqualTo(1);
  }

  @Test
  void computesAHandWorkedMap() {
    // |R| ascending 1, 2, 5: gini = (-2 * 1 + 0 * 2 + 2 * 5) / (3 * 8) = 1/3.
    MapMeasures measures = MapMeasures.of(new RelevanceMap(1, 1, 3, new float[] {-2, 5, 1}));
    assertThat(measures.gini()).isCloseTo(1.0 / 3, within(1e-12));
    double entropy = -0.25 * Math.log(0.25) - 0.625 * Math.log(0.625) - 0.125 * Math.log(0.125);
    assertThat(measures.entropy()).isCloseTo(entropy, within(1e-12));
    assertThat(measures.centerX()).isCloseTo((5 + 2 * 1) / 8.0, within(1e-12));
  }

  @Test
  void anAllZeroMapHasDefinedMeasures() {
    assertThat(MapMeasures.of(new RelevanceMap(3, 4, 5, new float[60])))
        .isEqualTo(new MapMeasures(0, 0, 0, 0, 0, 1.5, 2));
  }

  @Test
  void spreadAndPlaceDoNotDependOnScaleOrSign() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      float[] values = new float[35];
      float[] scaled = new float[35];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
        scaled[i] = -8 * values[i];
      }
      MapMeasures original = MapMeasures.of(new RelevanceMap(1, 5, 7, values));
      MapMeasures other = MapMeasures.of(new RelevanceMap(1, 5, 7, scaled));
      assertThat(other.gini()).as("seed %d", seed).isCloseTo(original.gini(), within(1e-12));
      assertThat(other.entropy()).as("seed %d", seed).isCloseTo(original.entropy(), within(1e-12));
      assertThat(other.centerX()).as("seed %d", seed).isCloseTo(original.centerX(), within(1e-12));
      assertThat(other.positiveSum())
          .as("seed %d", seed)
          .isCloseTo(-8 * original.negativeSum(), within(1e-9));
      assertThat(original.gini()).as("seed %d", seed).isBetween(0.0, 1 - 1.0 / 35);
    }
  }
}
