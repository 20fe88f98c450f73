package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportTable;

/** What has changed against a baseline: breaches first, by how far they are beyond their limits. */
final class DriftPart {
  private static final int SHOWN = 100;
  private static final String FAIL = "fail";
  private static final String WARN = "warn";

  private final List<Row> rows;
  private final long failed;
  private final long warned;

  DriftPart(RunTable tables) {
    boolean has = tables.has(Table.DRIFT);
    rows =
        has
            ? tables
                .rows(Table.DRIFT)
                .orderBy(
                    col("breached").desc(),
                    col("effect").divide(col("threshold")).desc_nulls_last(),
                    col("q_value").asc_nulls_last(),
                    abs(col("effect")).desc(),
                    col("metric"),
                    col("entity"))
                .limit(SHOWN)
                .collectAsList()
            : List.of();
    Map<String, Long> breached = has ? breached(tables) : Map.of();
    failed = breached.getOrDefault(FAIL, 0L);
    warned = breached.getOrDefault(WARN, 0L);
  }

  /** How many gates were breached, by severity. */
  private static Map<String, Long> breached(RunTable tables) {
    return tables
        .rows(Table.DRIFT)
        .where(col("breached"))
        .groupBy("severity")
        .count()
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
  }

  /** Whether a gate was breached that is to fail. */
  boolean failed() {
    return failed > 0;
  }

  /** What was breached, in a sentence; empty where nothing was. */
  Optional<String> breaches() {
    if (failed + warned == 0) {
      return Optional.empty();
    }
    Row worst = rows.get(0);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Against the baseline %s; most of all %s of %s: it is off by %s, where %s is too much.",
            Stream.of(counted(failed, "failed"), counted(warned, "warned"))
                .filter(count -> !count.isEmpty())
                .collect(Collectors.joining(" and ")),
            worst.<String>getAs("metric"),
            worst.<String>getAs("entity"),
            Cell.number(worst.<Double>getAs("effect")).text(),
            Cell.number(worst.<Double>getAs("threshold")).text()));
  }

  private static String counted(long gates, String what) {
    if (gates == 0) {
      return "";
    }
    return String.format(Locale.ROOT, "%d %s %s", gates, gates == 1 ? "gate" : "gates", what);
  }

  Optional<ReportTable> table() {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            table(
                "Drift",
                "Against the baseline "
                    + rows.get(0).<String>getAs("baseline_run_id")
                    + "; noise: what halves of the baseline differ by.",
                rows));
  }

  /** Rows of the table drift as a table of the page. */
  static ReportTable table(String title, String note, List<Row> rows) {
    return new ReportTable(
        title,
        note,
        List.of("what", "of", "now", "baseline", "effect", "noise", "n", "q-value", "verdict"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        Cell.of(row.getAs("metric")),
                        Cell.of(row.getAs("entity")),
                        Cell.number(row.getAs("value")),
                        Cell.number(row.getAs("baseline_value")),
                        Cell.number(row.getAs("effect")),
                        Cell.number(row.getAs("noise")),
                        Cell.count(row.<Number>getAs("n").longValue()),
                        Cell.number(row.getAs("q_value")),
                        Cell.of(verdict(row))))
            .toList());
  }

  private static String verdict(Row row) {
    return row.<Boolean>getAs("breached") ? row.<String>getAs("severity") : "";
  }
}
