package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportTable;

/** What has changed against a baseline: breaches first, then the largest effects by their noise. */
final class DriftPart {
  private static final int SHOWN = 100;

  private final List<Row> rows;

  DriftPart(RunTable tables) {
    rows =
        tables.has(Table.DRIFT)
            ? tables
                .rows(Table.DRIFT)
                .orderBy(
                    col("breached").desc(),
                    col("q_value").asc_nulls_last(),
                    abs(col("effect")).desc(),
                    col("metric"),
                    col("entity"))
                .limit(SHOWN)
                .collectAsList()
            : List.of();
  }

  /** Whether a gate was breached that is to fail. */
  boolean failed() {
    return rows.stream()
        .anyMatch(row -> row.<Boolean>getAs("breached") && "fail".equals(row.getAs("severity")));
  }

  /** The sentences of what was breached. */
  List<String> breaches() {
    return rows.stream()
        .filter(row -> row.<Boolean>getAs("breached"))
        .map(row -> row.<String>getAs("reason"))
        .toList();
  }

  Optional<ReportTable> table() {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportTable(
                "Drift",
                "Against the baseline "
                    + rows.get(0).<String>getAs("baseline_run_id")
                    + "; noise: what halves of the baseline differ by.",
                List.of(
                    "what", "of", "now", "baseline", "effect", "noise", "n", "q-value", "verdict"),
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
                    .toList()));
  }

  private static String verdict(Row row) {
    return row.<Boolean>getAs("breached") ? row.<String>getAs("severity") : "";
  }
}
