package org.sparklrp.audit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.image.PixelImage;
import org.sparklrp.measure.MapMeasures;
import org.sparklrp.relevance.RelevanceMap;

/** The measures that need maps alone. */
class MapMetricsTest {
  private static final int SIDE = 224;
  private static final Offset<Double> ROUNDING = within(1e-9);

  private static boolean[] box(int top, int left, int bottom, int right) {
    boolean[] box = new boolean[SIDE * SIDE];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        box[y * SIDE + x] = true;
      }
    }
    return box;
  }

  private static float[] ones(boolean[] where) {
    float[] map = new float[where.length];
    for (int pixel = 0; pixel < map.length; pixel++) {
      map[pixel] = where[pixel] ? 1 : 0;
    }
    return map;
  }

  @Test
  void localisationGivesTheGoldenValues() {
    assertThat(Localisation.of(ones(box(0, 75, 100, 100)), box(0, 50, 50, 100)))
        .hasValueSatisfying(of -> assertThat(of.mass()).isCloseTo(0.5, ROUNDING));
    boolean[] middle = box(50, 50, 150, 150);
    assertThat(Localisation.of(ones(middle), middle))
        .hasValueSatisfying(
            of -> {
              assertThat(of.rank()).isEqualTo(1);
              assertThat(of.pointing()).isEqualTo(1);
              assertThat(of.lift()).isCloseTo(SIDE * SIDE / 1e4, ROUNDING);
              assertThat(of.auc()).isEqualTo(1);
            });
    assertThat(Localisation.of(ones(box(112, 112, 224, 224)), box(0, 0, 112, 112)))
        .hasValueSatisfying(of -> assertThat(of.auc()).isCloseTo(1 / 3.0, ROUNDING));
  }

  @Test
  void anEmptyMaskIsNoHitAndNoMiss() {
    assertThat(Localisation.of(new float[] {1, 2}, new boolean[2])).isEmpty();
    assertThat(Localisation.of(new float[] {-1, -2}, new boolean[] {true, false}))
        .hasValueSatisfying(of -> assertThat(of.mass()).as("nothing positive").isNaN());
    assertThat(Localisation.of(new float[] {1, 2}, new boolean[] {true, true}))
        .hasValueSatisfying(of -> assertThat(of.auc()).as("nothing outside").isNaN());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void localisationAgreesWithASlowTwin(long seed) {
    Random random = new Random(seed);
    float[] map = new float[40];
    boolean[] mask = new boolean[40];
    for (int i = 0; i < map.length; i++) {
      map[i] = random.nextInt(9) - 3;
      mask[i] = random.nextInt(3) == 0;
    }
    double pairs = 0;
    double won = 0;
    double inside = 0;
    double all = 0;
    for (int i = 0; i < map.length; i++) {
      all += Math.max(0, map[i]);
      inside += mask[i] ? Math.max(0, map[i]) : 0;
      for (int j = 0; j < map.length; j++) {
        if (mask[i] && !mask[j]) {
          pairs++;
          won += map[i] > map[j] ? 1 : map[i] == map[j] ? 0.5 : 0;
        }
      }
    }
    Localisation of = Localisation.of(map, mask).orElseThrow();
    assertThat(of.auc()).as("seed %d", seed).isCloseTo(won / pairs, ROUNDING);
    assertThat(of.mass()).isCloseTo(inside / all, ROUNDING);
  }

  /** The golden values have 1e-7 added to every |R|, which is below the tolerance. */
  @ParameterizedTest
  @CsvSource({"1,2,3,4,0.25,1.2798542258", "4,-2,1,0,0.4642856878,0.9556998911"})
  void complexityGivesTheGoldenValues(
      float a, float b, float c, float d, double gini, double entropy) {
    MapMeasures measures = MapMeasures.of(new RelevanceMap(1, 2, 2, new float[] {a, b, c, d}));
    assertThat(measures.gini()).isCloseTo(gini, within(1e-7));
    assertThat(measures.entropy()).isCloseTo(entropy, within(1e-6));
  }

  @Test
  void ranksAreCorrelatedWithTiesSharingThem() {
    float[] a = {1, 2, 2, 5};
    assertThat(MapSimilarity.spearman(a, new float[] {10, 20, 20, 21}).orElseThrow())
        .isCloseTo(1, ROUNDING);
    assertThat(MapSimilarity.spearman(a, new float[] {-1, -2, -2, -9}).orElseThrow())
        .isCloseTo(-1, ROUNDING);
    // Ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
    assertThat(MapSimilarity.spearman(a, new float[] {1, 2, 3, 4}).orElseThrow())
        .isCloseTo(Math.sqrt(0.9), ROUNDING);
    assertThat(MapSimilarity.spearman(a, new float[4])).isEmpty();
  }

  @Test
  void cosineAndChangeAreThoseOfVectors() {
    float[] a = {3, 4};
    assertThat(MapSimilarity.cosine(a, new float[] {4, 3}).orElseThrow()).isCloseTo(.96, ROUNDING);
    assertThat(MapSimilarity.cosine(a, new float[2])).isEmpty();
    assertThat(MapSimilarity.change(a, new float[] {3, 3}).orElseThrow()).isCloseTo(.2, ROUNDING);
    assertThat(MapSimilarity.change(new float[2], a)).isEmpty();
  }

  @Test
  void subsetsAreOfOneSizeAndAnImagesOwn() {
    boolean[] subset = FaithfulnessCorrelation.subset("a", 3, 100, 10, 7);
    int size = 0;
    for (boolean each : subset) {
      size += each ? 1 : 0;
    }
    assertThat(size).isEqualTo(10);
    assertThat(FaithfulnessCorrelation.subset("a", 3, 100, 10, 7)).isEqualTo(subset);
    assertThat(FaithfulnessCorrelation.subset("a", 4, 100, 10, 7)).isNotEqualTo(subset);
    assertThat(FaithfulnessCorrelation.subset("b", 3, 100, 10, 7)).isNotEqualTo(subset);
  }

  @Test
  void theRelevanceOfALinearModelIsWhatItLoses() {
    float[] map = {3, -2, 2, 2, 1, 0};
    double[] relevance = new double[20];
    double[] losses = new double[20];
    for (int draw = 0; draw < 20; draw++) {
      boolean[] subset = FaithfulnessCorrelation.subset("a", draw, 6, 2, 7);
      relevance[draw] = FaithfulnessCorrelation.relevance(map, subset);
      for (int pixel = 0; pixel < 6; pixel++) {
        losses[draw] += subset[pixel] ? 5 * map[pixel] : 0;
      }
    }
    assertThat(FaithfulnessCorrelation.of(relevance, losses).orElseThrow()).isCloseTo(1, ROUNDING);
    assertThat(FaithfulnessCorrelation.of(relevance, new double[20])).isEmpty();
    assertThat(FaithfulnessCorrelation.of(new double[] {.1, .1, .1}, new double[] {1, 2, 3}))
        .as("constant but for rounding")
        .isEmpty();
  }

  @Test
  void noiseStaysWithinItsShareOfTheRange() {
    PixelImage image = new PixelImage(2, 3, 3, new float[18]);
    InputNoise noise = new InputNoise(0.02, new float[] {1, 100}, 7);
    float[] changed = noise.apply(image, "a", 0).values();
    for (int i = 0; i < 18; i++) {
      assertThat(Math.abs(changed[i])).isBetween(1e-9f, i < 9 ? 0.02f : 2f);
    }
    assertThat(noise.apply(image, "a", 0).values()).isEqualTo(changed);
    assertThat(noise.apply(image, "a", 1).values()).isNotEqualTo(changed);
    assertThat(NullMaps.random("a", 9, 7))
        .isEqualTo(NullMaps.random("a", 9, 7))
        .isNotEqualTo(NullMaps.random("b", 9, 7));
  }
}
