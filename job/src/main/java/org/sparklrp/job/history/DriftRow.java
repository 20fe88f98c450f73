package org.sparklrp.job.history;

import java.util.Locale;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.audit.drift.Measured;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.Unit;

/**
 * A row of the table drift, and of the history's files.
 *
 * @param compared what was compared
 * @param judged what was found
 */
public record DriftRow(Compared compared, Judged judged) {
  /** Rows over all images of either run. */
  public static final String ALL = "all";

  /** Rows over the images that both runs have. */
  public static final String SHARED = "shared";

  /**
   * Which runs were compared.
   *
   * @param runId of the run
   * @param runTime when it began, in ISO 8601
   * @param modelSha256 of its model
   * @param baselineRunId of the baseline
   * @param configHash of its configuration
   * @param time of the comparison, in ISO 8601
   */
  public record Compared(
      String runId,
      String runTime,
      String modelSha256,
      String baselineRunId,
      String configHash,
      String time) {}

  private static final Columns<DriftRow> COLUMNS =
      Columns.<DriftRow>none()
          .text("run_id", "the run's output path", row -> row.compared.runId)
          .text("run_time", "when the run began, ISO 8601", row -> row.compared.runTime)
          .text("model_sha256", "hash of the run's model file", row -> row.compared.modelSha256)
          .text("baseline_run_id", "the baseline's output path", row -> row.compared.baselineRunId)
          .text("config_hash", "hash of the run's configuration", row -> row.compared.configHash)
          .text("compared", "when the runs were compared, ISO 8601", row -> row.compared.time)
          .text("scope", "class, layer, cluster or run", row -> row.measured().metric().scope())
          .text(
              "entity",
              "the class, layer, cluster of a class, or reason",
              row -> row.measured().entity())
          .text("metric", "what is compared", row -> row.measured().metric().path())
          .text(
              "sample",
              "all, or shared for the images that both runs have",
              row -> row.measured().shared() ? SHARED : ALL)
          .number(
              "value",
              Unit.NONE,
              "of the run; of a distance, that to the baseline",
              row -> row.measured().value())
          .numberOrNull(
              "lower",
              Unit.NONE,
              "end of the value's 95 % interval",
              row -> row.interval() == null ? null : (Double) row.interval().lower())
          .numberOrNull(
              "upper",
              Unit.NONE,
              "end of the value's 95 % interval",
              row -> row.interval() == null ? null : (Double) row.interval().upper())
          .count(
              "n",
              "explanations or images that it follows from, the fewer of both runs",
              row -> row.measured().n())
          .number(
              "baseline_value",
              Unit.NONE,
              "what it is compared with: of the baseline, or of earlier runs",
              row -> row.measured().baselineValue())
          .number(
              "effect",
              Unit.NONE,
              "how far apart they are, in the unit of the metric",
              row -> row.measured().effect())
          .numberOrNull(
              "p_value",
              Unit.SHARE,
              "how often chance gives as much",
              row -> row.measured().pValue())
          .numberOrNull(
              "q_value",
              Unit.SHARE,
              "share of false alarms among values of classes and metrics with such a p-value",
              row -> row.judged.qValue())
          .number(
              "noise",
              Unit.NONE,
              "effect that 99 of 100 splits of the baseline stay below",
              row -> row.measured().noise())
          .numberOrNull(
              "threshold", Unit.NONE, "effect that is too much", row -> row.judged.threshold())
          .textOrNull("severity", "what a breach does: warn or fail", DriftRow::severity)
          .flag("breached", "whether the effect is too much", row -> row.judged.breached())
          .text("reason", "one sentence", row -> row.judged.reason());

  /** The columns. */
  public static StructType schema() {
    return COLUMNS.schema();
  }

  /** As Spark and the files take it. */
  public org.apache.spark.sql.Row row() {
    return COLUMNS.row(this);
  }

  private Measured measured() {
    return judged.measured();
  }

  private Measured.@Nullable Interval interval() {
    return measured().interval();
  }

  private @Nullable String severity() {
    Judged.Severity severity = judged.severity();
    return severity == null ? null : severity.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a metric's values depend on the baseline. */
  static boolean isRelative(DriftMetric metric) {
    return metric.isDistance();
  }
}
