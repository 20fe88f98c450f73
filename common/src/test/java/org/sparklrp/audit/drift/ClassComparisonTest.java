package org.sparklrp.audit.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.DriftMetric;

class ClassComparisonTest {
  private static final Resampling RESAMPLING = new Resampling(100, 100, 7);
  private static final int SIDE = 8;

  /** An image of a synthetic class, as a run sees it. */
  private record Image(String id, double score, boolean correct, float[] map) {
    double[] figures() {
      double positive = 0;
      double negative = 0;
      for (float each : map) {
        positive += Math.max(0, each);
        negative += Math.min(0, each);
      }
      double[] figures =
          ExplanationFigures.of(
              new double[] {positive + negative, score, positive, negative, 0.5, score / 9, 2},
              0.5 + score / 100,
              0.5);
      ExplanationFigures.putMap(figures, map, SIDE, SIDE);
      double[] label = ExplanationFigures.ofLabel(correct);
      for (int i = ExplanationFigures.IMAGES; i <= ExplanationFigures.CORRECT; i++) {
        figures[i] = label[i];
      }
      return figures;
    }
  }

  private static List<Image> images(String prefix, int count, long seed) {
    Random random = new Random(seed);
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] map = new float[SIDE * SIDE];
      for (int cell = 0; cell < map.length; cell++) {
        map[cell] = (float) (random.nextGaussian() + (cell / SIDE == 3 ? 2 : 0));
      }
      images.add(new Image(prefix + i, random.nextGaussian() + 5, random.nextInt(10) > 0, map));
    }
    return images;
  }

  private static ClassComparison.Side side(List<Image> images) {
    ResampledSums sums = new ResampledSums(RESAMPLING);
    images.forEach(image -> sums.add(image.id(), image.figures()));
    double[] totals = sums.counts();
    for (int i = 0; i < totals.length; i++) {
      totals[i] *= 2;
    }
    return new ClassComparison.Side(sums, totals);
  }

  private static List<Measured> compare(List<Image> run, List<Image> base) {
    return ClassComparison.of("cat", false, side(run), side(base), true);
  }

  private static Measured of(DriftMetric metric, List<Measured> measured) {
    return measured.stream().filter(each -> each.metric() == metric).findFirst().orElseThrow();
  }

  @Test
  void aRunIsNoWayFromItself() {
    List<Image> images = images("a", 60, 1);
    List<Measured> measured = compare(images, images);
    EnumSet<DriftMetric> ofClasses = EnumSet.allOf(DriftMetric.class);
    ofClasses.removeIf(metric -> !metric.isOfClass());
    assertThat(measured.stream().map(Measured::metric)).containsExactlyElementsOf(ofClasses);
    assertThat(measured)
        .allSatisfy(
            each -> {
              assertThat(each.effect()).as("%s", each).isZero();
              assertThat(each.pValue()).isEqualTo(1.0);
              assertThat(each.n()).isEqualTo(60);
            });
  }

  @Test
  void valuesAreThoseOfTheFormulas() {
    List<Image> images = images("a", 50, 1);
    List<Image> others = images("b", 40, 2);
    List<Measured> measured = compare(images, others);
    double score = images.stream().mapToDouble(Image::score).average().orElseThrow();
    double base = others.stream().mapToDouble(Image::score).average().orElseThrow();
    double spread =
        Math.sqrt(
            others.stream().mapToDouble(i -> (i.score() - base) * (i.score() - base)).sum() / 39);
    Measured scores = of(DriftMetric.SCORE, measured);
    assertThat(scores.value()).isEqualTo(score, within(1e-12));
    assertThat(scores.baselineValue()).isEqualTo(base, within(1e-12));
    assertThat(scores.effect()).isEqualTo(Math.abs(score - base) / spread, within(1e-12));
    assertThat(scores.n()).isEqualTo(40);
    Measured.Interval interval = Objects.requireNonNull(scores.interval());
    // 95 % of a mean of 50 numbers of deviation 1.
    assertThat(interval.upper() - interval.lower()).isEqualTo(4 / Math.sqrt(50), within(0.2));
    Measured accuracy = of(DriftMetric.ACCURACY, measured);
    assertThat(accuracy.value())
        .isEqualTo(images.stream().filter(Image::correct).count() / 50.0, within(1e-12));
    assertThat(of(DriftMetric.SHARE, measured).value()).isEqualTo(0.5, within(1e-12));
    assertThat(of(DriftMetric.MEAN_MAP, measured).value())
        .isEqualTo(MapDistances.cosine(mean(images), mean(others)), within(1e-6));
  }

  private static double[] mean(List<Image> images) {
    double[] mean = new double[SIDE * SIDE];
    images.forEach(
        image -> {
          for (int i = 0; i < mean.length; i++) {
            mean[i] += image.map()[i];
          }
        });
    return mean;
  }

  @Test
  void whatMovesIsNamedAndWhatStaysIsNot() {
    List<Image> base = images("a", 80, 1);
    List<Image> run = new ArrayList<>();
    for (Image image : base) {
      float[] map = image.map().clone();
      map[63] += 3;
      run.add(new Image(image.id(), image.score() + 0.3, image.correct(), map));
    }
    List<Measured> measured = compare(run, base);
    assertThat(of(DriftMetric.SCORE, measured).pValue()).isZero();
    assertThat(of(DriftMetric.SCORE, measured).effect()).isGreaterThan(0.2);
    assertThat(of(DriftMetric.MEAN_MAP, measured).pValue()).isLessThan(1e-6);
    assertThat(of(DriftMetric.MEAN_MAP, measured).effect())
        .isGreaterThan(of(DriftMetric.MEAN_MAP, measured).noise());
    assertThat(of(DriftMetric.POSITIVE_MAP, measured).pValue()).isLessThan(1e-6);
    assertThat(of(DriftMetric.ACCURACY, measured).effect()).isZero();
    assertThat(of(DriftMetric.ABSORBED, measured).pValue()).isEqualTo(1.0);
  }

  /** A millionth of a score that biases keep is as good as nothing, though it differs each time. */
  @Test
  void whatIsRoundingBesideTheScoreIsNoDrift() {
    List<Image> images = images("a", 60, 1);
    ResampledSums run = new ResampledSums(RESAMPLING);
    ResampledSums base = new ResampledSums(RESAMPLING);
    for (Image image : images) {
      double[] figures = image.figures();
      figures[ExplanationFigures.FIRST_SCALAR + 4] = 1e-30;
      run.add(image.id(), figures);
      figures[ExplanationFigures.FIRST_SCALAR + 4] = 1e-6 * image.score();
      base.add(image.id(), figures);
    }
    Measured absorbed =
        of(
            DriftMetric.ABSORBED,
            ClassComparison.of(
                "cat",
                false,
                new ClassComparison.Side(run, run.counts()),
                new ClassComparison.Side(base, base.counts()),
                true));
    assertThat(absorbed.pValue()).isLessThan(1e-9);
    assertThat(absorbed.effect()).isLessThan(0.01);
  }

  /** Under the null hypothesis p-values are spread evenly: few are small. */
  @Test
  void chanceAloneSeldomGivesSmallPValues() {
    int small = 0;
    int all = 0;
    for (long seed = 0; seed < 15; seed++) {
      for (Measured each : compare(images("a", 60, 100 + seed), images("b", 60, 900 + seed))) {
        if (each.metric() != DriftMetric.SHARE && each.metric() != DriftMetric.ABSORBED) {
          all++;
          Double pValue = each.pValue();
          small += pValue != null && pValue < 0.05 ? 1 : 0;
        }
      }
    }
    assertThat((double) small / all).isLessThan(0.09);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyPartitioningGivesTheSame(long seed) {
    List<Image> images = images("a", 40, seed);
    ResampledSums whole = side(images).sums();
    ResampledSums merged = side(images.subList(25, 40)).sums();
    merged.merge(side(images.subList(0, 25)).sums());
    for (int row = 0; row < RESAMPLING.rows(); row += 17) {
      double[] sums = merged.row(row);
      double[] expected = whole.row(row);
      for (int i = 0; i < sums.length; i++) {
        assertThat(sums[i]).as("seed %d", seed).isEqualTo(expected[i], within(1e-9));
      }
    }
    assertThat(merged.deviation(1)).isEqualTo(whole.deviation(1), within(1e-12));
  }

  @Test
  void weightsFollowFromTheIdAndArePoisson() {
    Resampling resampling = new Resampling(1000, 1000, 3);
    byte[] weights = resampling.weights("image/1.png");
    assertThat(resampling.weights("image/1.png")).isEqualTo(weights);
    assertThat(resampling.weights("image/2.png")).isNotEqualTo(weights);
    assertThat(weights[0]).isEqualTo((byte) 1);
    double sum = 0;
    double half = 0;
    for (int i = 1; i <= 1000; i++) {
      sum += weights[i];
      half += weights[1000 + i];
    }
    assertThat(sum / 1000).isEqualTo(1, within(0.1));
    assertThat(half / 1000).isEqualTo(0.5, within(0.05));
    assertThat(Resampling.poisson(0.36)).isZero();
    assertThat(Resampling.poisson(0.37)).isEqualTo((byte) 1);
    assertThat(Resampling.poisson(0.74)).isEqualTo((byte) 2);
  }
}
