package org.sparklrp.bow.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;

class VocabularyTest {
  private static final float TOLERANCE = 1e-6f;

  @Test
  void nearestWordsAreThoseOfAPlainSort() {
    for (int dimension : new int[] {1, 3, 4, 7}) {
      for (int words : new int[] {1, 2, 5, 33}) {
        Random random = new Random(31L * dimension + words);
        float[] prototypes = randoms(random, words * dimension);
        LocalFeatures features = features(dimension, randoms(random, 6 * dimension));
        Nearest nearest = new Vocabulary(dimension, prototypes).nearest(features, 4);
        assertThat(nearest.perFeature()).isEqualTo(Math.min(4, words));
        for (int feature = 0; feature < 6; feature++) {
          double[] distances = distances(prototypes, dimension, features.descriptor(feature));
          int[] sorted =
              IntStream.range(0, words)
                  .boxed()
                  .sorted(Comparator.comparingDouble(word -> distances[word]))
                  .mapToInt(Integer::intValue)
                  .toArray();
          for (int rank = 0; rank < nearest.perFeature(); rank++) {
            int at = feature * nearest.perFeature() + rank;
            assertThat(nearest.words()[at]).isEqualTo(sorted[rank]);
            assertThat(nearest.squaredDistances()[at])
                .isCloseTo((float) distances[sorted[rank]], within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void ofEqualWordsTheFirstWins() {
    Vocabulary vocabulary = new Vocabulary(1, new float[] {5, 2, 2, 0});
    Nearest nearest = vocabulary.nearest(features(1, new float[] {2}), 3);
    assertThat(nearest.words()).containsExactly(1, 2, 3);
  }

  @Test
  void hardMappingGivesOneToTheNearest() {
    Assignments hard = new Mapping.Hard().map(line(), features(1, new float[] {1.9f, -3}));
    assertThat(hard.words()).containsExactly(2, 0);
    assertThat(hard.weights()).containsExactly(1, 1);
  }

  @Test
  void rankMappingGivesPowersOfItsBase() {
    Assignments rank = new Mapping.Rank(2, 3).map(line(), features(1, new float[] {2.2f}));
    assertThat(rank.words()).containsExactly(2, 3, 1);
    assertThat(rank.weights()).containsExactly(0.5f, 0.25f, 0.125f);
  }

  @Test
  void softMappingFallsOffWithTheSquaredDistanceAndSumsToOne() {
    Assignments soft = new Mapping.Soft(0.5, 3).map(line(), features(1, new float[] {2}));
    double one = Math.exp(-0.5);
    double sum = 1 + 2 * one;
    assertThat(soft.words()).containsExactly(2, 1, 3);
    assertThat(soft.weights())
        .containsExactly(
            new float[] {(float) (1 / sum), (float) (one / sum), (float) (one / sum)},
            within(TOLERANCE));
  }

  @Test
  void softWeightsAreThoseOfDoublePrecisionAlsoWhereWordsAreFarFromTheOrigin() {
    Random random = new Random(12);
    float[] prototypes = randoms(random, 6 * 20);
    float[] descriptor = randoms(random, 20);
    for (int i = 0; i < prototypes.length; i++) {
      prototypes[i] += 30;
    }
    for (int i = 0; i < descriptor.length; i++) {
      descriptor[i] += 30;
    }
    Assignments soft =
        new Mapping.Soft(0.5, 6).map(new Vocabulary(20, prototypes), features(20, descriptor));
    double[] expected = distances(prototypes, 20, descriptor);
    double least = Arrays.stream(expected).min().orElseThrow();
    double sum = 0;
    for (int word = 0; word < expected.length; word++) {
      expected[word] = Math.exp(-0.5 * (expected[word] - least));
      sum += expected[word];
    }
    for (int i = 0; i < 6; i++) {
      double weight = expected[soft.words()[i]] / sum;
      assertThat((double) soft.weights()[i]).isCloseTo(weight, within(1e-7 * weight));
    }
  }

  @Test
  void aSoftMappingFarFromEveryWordIsStillFinite() {
    Assignments soft = new Mapping.Soft(1e6, 4).map(line(), features(1, new float[] {1e4f}));
    assertThat(soft.weights()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void whatCannotBeAVocabularyIsRefused() {
    assertThatThrownBy(() -> new Vocabulary(3, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No vocabulary of 4 values in words of 3");
    assertThatThrownBy(() -> new Vocabulary(1, new float[] {0, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Word 1 is not finite");
    assertThatThrownBy(() -> line().nearest(features(2, new float[2]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Words of 1 values cannot describe 2");
    assertThatThrownBy(() -> new Mapping.Rank(1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No rank mapping 1.0^-rank of 8");
    assertThatThrownBy(() -> new Mapping.Soft(0, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No soft mapping 0.0 of 8");
  }

  private static Vocabulary line() {
    return new Vocabulary(1, new float[] {0, 1, 2, 3});
  }

  private static LocalFeatures features(int dimension, float[] values) {
    return new LocalFeatures(
        dimension, values, Collections.nCopies(values.length / dimension, new Area(0, 0, 1, 1)));
  }

  private static float[] randoms(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] distances(float[] prototypes, int dimension, float[] descriptor) {
    double[] distances = new double[prototypes.length / dimension];
    for (int i = 0; i < prototypes.length; i++) {
      double difference = prototypes[i] - descriptor[i % dimension];
      distances[i / dimension] += difference * difference;
    }
    return distances;
  }
}
