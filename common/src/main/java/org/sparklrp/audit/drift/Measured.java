package org.sparklrp.audit.drift;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.DriftMetric;

/**
 * What a metric says of one class, layer, cluster or reason.
 *
 * @param metric what is compared
 * @param entity what has the values: a class, a layer, a cluster of a class, a reason
 * @param shared whether only images that both runs have are looked at; false: all of each
 * @param value of the run
 * @param interval of the value, or null where none is known
 * @param n how many explanations or images the value follows from, the fewer of both runs
 * @param baselineValue of the baseline; 0 for distances
 * @param effect how far apart both are
 * @param unit what the difference was divided by to be the effect
 * @param pValue for no difference but chance, or null where that is not known
 * @param noise what the effect comes to by chance in 99 of 100 splits of the baseline, 0 where that
 *     is not known
 */
public record Measured(
    DriftMetric metric,
    String entity,
    boolean shared,
    double value,
    @Nullable Interval interval,
    long n,
    double baselineValue,
    double effect,
    double unit,
    @Nullable Double pValue,
    double noise)
    implements Serializable {
  /**
   * Where a value lies with 95 % confidence.
   *
   * @param lower end
   * @param upper end
   */
  public record Interval(double lower, double upper) implements Serializable {}

  /** Of two shares that are counted. */
  public static Measured shares(
      DriftMetric metric, String entity, long part, long all, long basePart, long baseAll) {
    double value = all == 0 ? 0 : (double) part / all;
    double base = baseAll == 0 ? 0 : (double) basePart / baseAll;
    double error = all == 0 ? 0 : 1.96 * Math.sqrt(value * (1 - value) / all);
    return new Measured(
        metric,
        entity,
        false,
        value,
        new Interval(Math.max(0, value - error), Math.min(1, value + error)),
        Math.min(all, baseAll),
        base,
        metric.effect() == DriftMetric.Effect.VALUE ? value : Math.abs(value - base),
        1,
        metric.effect() == DriftMetric.Effect.VALUE
            ? null
            : (Double) Tails.shares(part, all, basePart, baseAll),
        0);
  }

  /** Of two numbers without a known spread. */
  public static Measured plain(
      DriftMetric metric, String entity, double value, double base, long n) {
    return new Measured(
        metric, entity, false, value, null, n, base, Math.abs(value - base), 1, null, 0);
  }
}
