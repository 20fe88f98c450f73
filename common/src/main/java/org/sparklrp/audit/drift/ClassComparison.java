package org.sparklrp.audit.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.sparklrp.audit.drift.Measured.Interval;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.DriftMetric.Effect;

/**
 * Compares the sums of one class in two runs. An image's weights are the same in both, so that the
 * difference of the replicates varies as much as the difference does: less where both have the same
 * images.
 *
 * <p>For numbers the difference over its standard error is taken as normal. A distance is never
 * below 0 and has no such error: what chance gives it is told by dealing the images anew ({@link
 * Exchange}).
 */
public final class ClassComparison {
  private static final double TAIL = 0.025;
  private static final double NOISE = 0.99;
  private static final double LEAST_SHARE = 0.01;

  private final String entity;
  private final boolean shared;
  private final Side run;
  private final Side base;
  private final Resampling resampling;
  private final int replicates;

  /**
   * The sums of a run.
   *
   * @param sums of the class
   * @param totals the number of explanations of all classes, by weight
   */
  public record Side(ResampledSums sums, double[] totals) {}

  private ClassComparison(String entity, boolean shared, Side run, Side base) {
    this.entity = entity;
    this.shared = shared;
    this.run = run;
    this.base = base;
    this.resampling = base.sums.resampling();
    this.replicates = resampling.replicates();
    if (!run.sums.resampling().equals(resampling)) {
      throw new IllegalArgumentException("The images of both runs must be weighted alike");
    }
  }

  /**
   * Every metric that both runs have values of.
   *
   * @param entity the class
   * @param shared whether the sums are of images that both runs have
   * @param hasMaps whether the sums are of maps too
   */
  public static List<Measured> of(
      String entity, boolean shared, Side run, Side base, boolean hasMaps) {
    ClassComparison comparison = new ClassComparison(entity, shared, run, base);
    List<Measured> measured = new ArrayList<>();
    for (DriftMetric metric : DriftMetric.values()) {
      boolean isOfMap = metric.isDistance() && metric != DriftMetric.CENTER;
      if (metric.isOfClass() && comparison.isKnown(metric) && (hasMaps || !isOfMap)) {
        measured.add(metric.isDistance() ? comparison.distance(metric) : comparison.number(metric));
      }
    }
    return measured;
  }

  private boolean isKnown(DriftMetric metric) {
    return switch (metric) {
      case ACCURACY -> run.sums.images() > 0 && base.sums.images() > 0;
      case SHARE -> true;
      default -> run.sums.count() > 0 && base.sums.count() > 0;
    };
  }

  private Measured number(DriftMetric metric) {
    double value = number(metric, run, 0);
    double baseValue = number(metric, base, 0);
    double[] values = new double[replicates];
    double[] differences = new double[replicates];
    for (int i = 0; i < replicates; i++) {
      values[i] = number(metric, run, i + 1);
      differences[i] = values[i] - number(metric, base, i + 1);
    }
    double difference = value - baseValue;
    double unit = unit(metric);
    double error = deviation(finite(differences));
    double pValue =
        difference == 0 ? 1 : error == 0 ? 0 : Tails.normal(Math.abs(difference) / error);
    double[] splits =
        splits(
            (half, rest, ofHalf, ofRest) ->
                Math.abs(
                        ClassFigures.number(metric, half, ofHalf)
                            - ClassFigures.number(metric, rest, ofRest))
                    / unit);
    return new Measured(
        metric,
        entity,
        shared,
        value,
        interval(values),
        n(metric),
        baseValue,
        Math.abs(difference) / unit,
        unit,
        pValue,
        noise(splits) * Math.sqrt(moreNoise(metric)));
  }

  private Measured distance(DriftMetric metric) {
    double[] own = ClassFigures.vector(metric, run.sums.row(0));
    double[] other = ClassFigures.vector(metric, base.sums.row(0));
    double value = ClassFigures.distance(metric, own, other);
    double[] values = new double[replicates];
    for (int i = 0; i < replicates; i++) {
      values[i] =
          distance(
              metric,
              ClassFigures.vector(metric, run.sums.row(i + 1)),
              ClassFigures.vector(metric, base.sums.row(i + 1)));
    }
    double pValue = value == 0 ? 1 : new Exchange(metric, run.sums, base.sums).pValue(value);
    double[] splits =
        splits(
            (half, rest, ofHalf, ofRest) ->
                distance(
                    metric, ClassFigures.vector(metric, half), ClassFigures.vector(metric, rest)));
    double more = moreNoise(metric);
    return new Measured(
        metric,
        entity,
        shared,
        value,
        interval(values),
        n(metric),
        0,
        value,
        1,
        pValue,
        noise(splits) * (metric.effect() == Effect.SQUARE ? more : Math.sqrt(more)));
  }

  private static double distance(DriftMetric metric, double[] vector, double[] other) {
    boolean isKnown = Double.isFinite(vector[0]) && Double.isFinite(other[0]);
    return isKnown ? ClassFigures.distance(metric, vector, other) : Double.NaN;
  }

  private static double number(DriftMetric metric, Side side, int row) {
    return ClassFigures.number(metric, side.sums.row(row), side.totals[row]);
  }

  /** What is a hundredth of the spread of scores is rounding, whatever its own spread. */
  private double unit(DriftMetric metric) {
    if (metric.effect() != Effect.DEVIATIONS) {
      return 1;
    }
    double deviation = base.sums.deviation(ClassFigures.scalar(metric));
    if (metric == DriftMetric.ABSORBED) {
      double scores = base.sums.deviation(ClassFigures.scalar(DriftMetric.SCORE));
      deviation = Math.max(deviation, LEAST_SHARE * scores);
    }
    return deviation > 0 ? deviation : Math.max(Math.abs(number(metric, base, 0)), 1e-12);
  }

  private long n(DriftMetric metric) {
    return metric == DriftMetric.ACCURACY
        ? Math.min(run.sums.images(), base.sums.images())
        : Math.min(run.sums.count(), base.sums.count());
  }

  /** The variance of the difference over that of two halves, where the runs have fewer images. */
  private double moreNoise(DriftMetric metric) {
    boolean isOfImages = metric == DriftMetric.ACCURACY;
    double own = isOfImages ? run.sums.images() : run.sums.count();
    double other = isOfImages ? base.sums.images() : base.sums.count();
    return own == 0 || other == 0 ? 1 : Math.max(1, (1 / own + 1 / other) * other / 4);
  }

  /** A function of two halves of the baseline and the explanations of all classes in them. */
  private interface OfHalves {
    double of(double[] half, double[] rest, double ofHalf, double ofRest);
  }

  private double[] splits(OfHalves effect) {
    return IntStream.range(0, resampling.splits())
        .map(split -> resampling.firstSplit() + split)
        .mapToDouble(
            row ->
                effect.of(
                    base.sums.row(row),
                    base.sums.rest(row),
                    base.totals[row],
                    base.totals[0] - base.totals[row]))
        .toArray();
  }

  private static double noise(double[] splits) {
    return quantile(finite(splits), NOISE);
  }

  private static Interval interval(double[] draws) {
    double[] known = finite(draws);
    return new Interval(quantile(known, TAIL), quantile(known, 1 - TAIL));
  }

  private static double[] finite(double[] draws) {
    return DoubleStream.of(draws).filter(Double::isFinite).toArray();
  }

  private static double quantile(double[] draws, double share) {
    if (draws.length == 0) {
      return 0;
    }
    double[] ascending = draws.clone();
    Arrays.sort(ascending);
    int rank = (int) Math.ceil(share * ascending.length);
    return ascending[Math.max(0, Math.min(ascending.length, rank) - 1)];
  }

  private static double deviation(double[] draws) {
    if (draws.length < 2) {
      return 0;
    }
    double mean = DoubleStream.of(draws).average().orElse(0);
    double squares = DoubleStream.of(draws).map(draw -> (draw - mean) * (draw - mean)).sum();
    return Math.sqrt(squares / (draws.length - 1));
  }
}
