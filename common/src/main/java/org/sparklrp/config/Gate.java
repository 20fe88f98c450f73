package org.sparklrp.config;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a metric may do before somebody is told.
 *
 * @param metric that is watched
 * @param warn from which effect on there is a warning, or null for none
 * @param fail from which effect on the command fails, or null for never
 * @param window of earlier runs in the history to compare with, 1 for the previous; 0 for the
 *     baseline
 * @param minEffect the least effect that counts, whatever the level
 * @param minCount the fewest explanations or images that count
 */
public record Gate(
    DriftMetric metric,
    @Nullable Level warn,
    @Nullable Level fail,
    int window,
    double minEffect,
    int minCount)
    implements Serializable {
  /** The fewest explanations that say something of a class. */
  public static final int MIN_COUNT = 30;

  /**
   * An effect that is too much.
   *
   * @param effect or null for {@code auto}: what chance gives, as splits of the baseline show it
   */
  public record Level(@Nullable Double effect) implements Serializable {
    /** Found from the data. */
    public static final Level AUTO = new Level(null);

    /** The level's effect where chance gives {@code noise}. */
    public double above(double noise) {
      return effect == null ? noise : effect;
    }

    @Override
    public String toString() {
      return effect == null ? "auto" : String.format(Locale.ROOT, "%s", effect);
    }
  }

  /** The gate of a metric that the configuration does not mention. */
  public static Gate unsaid(DriftMetric metric) {
    return new Gate(
        metric,
        metric.isOfClass() ? null : Level.AUTO,
        metric.isOfClass() ? Level.AUTO : null,
        0,
        metric.floor(),
        metric.isOfClass() ? MIN_COUNT : 1);
  }

  /** As the configuration would say it. */
  public String rule() {
    StringBuilder rule = new StringBuilder(metric.path()).append(" {");
    if (warn != null) {
      rule.append(" warn = ").append(warn).append(',');
    }
    if (fail != null) {
      rule.append(" fail = ").append(fail).append(',');
    }
    String against =
        window == 0 ? "baseline" : window == 1 ? "previous" : "\"window:" + window + "\"";
    return rule.append(
            String.format(
                Locale.ROOT,
                " against = %s, min-effect = %s, min-count = %d }",
                against,
                minEffect,
                minCount))
        .toString();
  }
}
