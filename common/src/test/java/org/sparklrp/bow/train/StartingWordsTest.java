package org.sparklrp.bow.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.vocabulary.Vocabulary;

class StartingWordsTest {
  private static final int DIMENSION = 3;

  @Test
  void everyHeapOfFeaturesGetsItsWord() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      int heaps = 2 + random.nextInt(9);
      float[] sample = new float[200 * DIMENSION];
      for (int feature = 0; feature < 200; feature++) {
        for (int i = 0; i < DIMENSION; i++) {
          sample[feature * DIMENSION + i] =
              (float) (10 * (feature % heaps) + 0.01 * random.nextGaussian());
        }
      }
      Vocabulary words = StartingWords.of(sample, DIMENSION, heaps, seed);
      Set<Integer> found = new HashSet<>();
      for (int word = 0; word < words.words(); word++) {
        found.add(Math.round(words.prototypes()[word * DIMENSION] / 10));
      }
      assertThat(found).as("seed %d", seed).hasSize(heaps);
    }
  }

  @Test
  void wordsAreFeaturesOfTheSampleAndDiffer() {
    float[] sample = randoms(300 * DIMENSION);
    Vocabulary words = StartingWords.of(sample, DIMENSION, 50, 3);
    Set<List<Float>> features = rows(sample);
    Set<List<Float>> drawn = rows(words.prototypes());
    assertThat(words.words()).isEqualTo(50);
    assertThat(drawn).hasSize(50).isSubsetOf(features);
    assertThat(StartingWords.of(sample, DIMENSION, 50, 3).prototypes())
        .isEqualTo(words.prototypes());
    assertThat(StartingWords.of(sample, DIMENSION, 50, 4).prototypes())
        .isNotEqualTo(words.prototypes());
  }

  @Test
  void theMeanDistanceIsLessThanThatOfWordsDrawnEvenly() {
    float[] sample = randoms(2000 * DIMENSION);
    for (int feature = 0; feature < 40; feature++) {
      sample[feature * DIMENSION] += 5 + feature;
    }
    double careful = 0;
    double even = 0;
    for (long seed = 1; seed <= 5; seed++) {
      careful += distance(sample, StartingWords.of(sample, DIMENSION, 40, seed));
      even += distance(sample, evenly(sample, 40, seed));
    }
    assertThat(careful).isLessThan(0.7 * even);
  }

  @Test
  void aSampleOfFewFeaturesHasNoMoreWords() {
    float[] sample = new float[90];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = i / DIMENSION % 4;
    }
    assertThat(StartingWords.of(sample, DIMENSION, 10, 5).words()).isEqualTo(4);
    assertThat(StartingWords.of(new float[30], DIMENSION, 10, 5).words()).isEqualTo(1);
  }

  private static double distance(float[] sample, Vocabulary words) {
    double sum = 0;
    for (int from = 0; from < sample.length; from += DIMENSION) {
      double least = Double.POSITIVE_INFINITY;
      for (int word = 0; word < words.words(); word++) {
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
          squares += Math.pow(sample[from + i] - words.prototypes()[word * DIMENSION + i], 2);
        }
        least = Math.min(least, squares);
      }
      sum += least;
    }
    return sum;
  }

  private static Vocabulary evenly(float[] sample, int words, long seed) {
    float[] drawn = new float[words * DIMENSION];
    Random random = new Random(seed);
    for (int word = 0; word < words; word++) {
      int feature = random.nextInt(sample.length / DIMENSION);
      System.arraycopy(sample, feature * DIMENSION, drawn, word * DIMENSION, DIMENSION);
    }
    return new Vocabulary(DIMENSION, drawn);
  }

  private static Set<List<Float>> rows(float[] values) {
    Set<List<Float>> rows = new HashSet<>();
    for (int from = 0; from < values.length; from += DIMENSION) {
      float[] row = Arrays.copyOfRange(values, from, from + DIMENSION);
      rows.add(List.of(row[0], row[1], row[2]));
    }
    return rows;
  }

  private static float[] randoms(int count) {
    Random random = new Random(9);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
