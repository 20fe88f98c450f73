package org.sparklrp.bow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.vocabulary.Vocabulary;

class WordSumsTest {
  @Test
  void wordsMoveToTheMeansOfTheirFeaturesAndThoseWithoutAnyAreDropped() {
    Vocabulary line = new Vocabulary(1, new float[] {0, 10, 100});
    WordSums sums = new WordSums(line);
    sums.add(line, features(1, -1, 2, 2, 9));
    // Squared distances 1, 4, 4 and 1.
    assertThat(sums.meanSquaredDistance()).hasValue(2.5);
    assertThat(sums.moved().prototypes()).containsExactly(1, 9);
  }

  @Test
  void twoHalvesMergedGiveWhatTheWholeGives() {
    Random random = new Random(5);
    float[] values = new float[3 * 40];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Vocabulary words = new Vocabulary(3, Arrays.copyOf(values, 3 * 6));
    WordSums whole = new WordSums(words);
    whole.add(words, features(3, values));
    WordSums half = new WordSums(words);
    half.add(words, features(3, Arrays.copyOf(values, 60)));
    WordSums other = new WordSums(words);
    other.add(words, features(3, Arrays.copyOfRange(values, 60, 120)));
    half.merge(other);
    assertThat(half.moved().prototypes())
        .containsExactly(whole.moved().prototypes(), within(1e-6f));
    assertThat(half.meanSquaredDistance().orElseThrow())
        .isCloseTo(whole.meanSquaredDistance().orElseThrow(), within(1e-12));
  }

  @Test
  void noStepMakesFeaturesLieFartherFromTheirWords() {
    for (long seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      float[] values = new float[4 * 200];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      LocalFeatures features = features(4, values);
      Vocabulary words = new Vocabulary(4, Arrays.copyOf(values, 4 * 12));
      double before = Double.POSITIVE_INFINITY;
      for (int step = 0; step < 10; step++) {
        WordSums sums = new WordSums(words);
        sums.add(words, features);
        double now = sums.meanSquaredDistance().orElseThrow();
        assertThat(now).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(before + 1e-6);
        before = now;
        words = sums.moved();
      }
    }
  }

  @Test
  void noFeaturesMoveNothing() {
    WordSums none = new WordSums(new Vocabulary(1, new float[] {0, 1}));
    assertThat(none.meanSquaredDistance()).isEmpty();
    assertThatThrownBy(none::moved)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Words cannot be moved to the means of no features");
  }

  private static LocalFeatures features(int dimension, float... values) {
    return new LocalFeatures(
        dimension, values, Collections.nCopies(values.length / dimension, new Area(0, 0, 1, 1)));
  }
}
