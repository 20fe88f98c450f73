package org.sparklrp.audit.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.audit.inference.BenjaminiHochberg;
import org.sparklrp.config.DriftMetric;

/**
 * Maps whose spread is as awkward as a trained network's: an object at any place, as strong as a
 * lognormal number, and in some images a mark in one corner that takes most of the relevance.
 */
class ExchangeTest {
  private static final int SIDE = 8;
  private static final int CLASSES = 6;
  private static final double ASKED = 0.05;
  private static final Resampling RESAMPLING = new Resampling(1, 100, 7);

  private static double[] figures(Random random, double marked) {
    float[] map = new float[SIDE * SIDE];
    double strength = Math.exp(random.nextGaussian());
    int y = random.nextInt(SIDE - 2);
    int x = random.nextInt(SIDE - 2);
    for (int cell = 0; cell < 9; cell++) {
      map[(y + cell / 3) * SIDE + x + cell % 3] += (float) (strength * random.nextDouble());
    }
    if (random.nextDouble() < marked) {
      map[SIDE * SIDE - 1] += 6;
    }
    double[] figures = ExplanationFigures.of(new double[7], y / 8.0, x * x / 64.0);
    ExplanationFigures.putMap(figures, map, SIDE, SIDE);
    return figures;
  }

  private static ResampledSums sums(
      Resampling resampling, Random random, String prefix, int images, double marked) {
    ResampledSums sums = new ResampledSums(resampling);
    for (int i = 0; i < images; i++) {
      sums.add(prefix + i, figures(random, marked));
    }
    return sums;
  }

  private static double pValue(DriftMetric metric, ResampledSums run, ResampledSums base) {
    double distance =
        ClassFigures.distance(
            metric,
            ClassFigures.vector(metric, run.row(0)),
            ClassFigures.vector(metric, base.row(0)));
    return new Exchange(metric, run, base).pValue(distance);
  }

  /** How many of many comparisons of equals have a class whose q-value is small. */
  private static int alarms(DriftMetric metric, int comparisons, int images, int baseImages) {
    Random random = new Random(11);
    Resampling resampling = new Resampling(1, 100, 7, (double) images / (images + baseImages));
    int alarms = 0;
    for (int comparison = 0; comparison < comparisons; comparison++) {
      double[] pValues = new double[CLASSES];
      for (int i = 0; i < CLASSES; i++) {
        String ids = comparison + "/" + i + "/";
        pValues[i] =
            pValue(
                metric,
                sums(resampling, random, "run/" + ids, images, 0.4),
                sums(resampling, random, "base/" + ids, baseImages, 0.4));
      }
      double least = DoubleStream.of(BenjaminiHochberg.qValues(pValues)).min().orElse(1);
      alarms += least <= ASKED ? 1 : 0;
    }
    return alarms;
  }

  /** Three standard deviations above the mean: by chance this fails once in a thousand times. */
  private static int most(int comparisons) {
    return (int) Math.ceil(comparisons * ASKED + 3 * Math.sqrt(comparisons * ASKED * (1 - ASKED)));
  }

  @ParameterizedTest
  @CsvSource({"MEAN_MAP, 50, 50, 300", "MEAN_MAP, 30, 90, 150", "CENTER, 40, 40, 150"})
  void equalsAreCalledDifferentNoMoreOftenThanIsAsked(
      DriftMetric metric, int images, int baseImages, int comparisons) {
    assertThat(alarms(metric, comparisons, images, baseImages))
        .isLessThanOrEqualTo(most(comparisons));
  }

  @ParameterizedTest
  @EnumSource(names = {"MEAN_MAP", "POSITIVE_MAP"})
  void aMarkInMostImagesIsFound(DriftMetric metric) {
    Random random = new Random(5);
    List<Double> pValues = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pValues.add(
          pValue(
              metric,
              sums(RESAMPLING, random, "run" + i + "/", 80, 0.9),
              sums(RESAMPLING, random, "base" + i + "/", 80, 0.1)));
    }
    assertThat(pValues).allSatisfy(p -> assertThat(p).isLessThan(0.01));
  }
}
