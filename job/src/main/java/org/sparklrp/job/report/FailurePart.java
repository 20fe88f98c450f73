package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportTable;

/** Images that could not be explained, by reason. */
final class FailurePart {
  private static final int REASONS = 50;

  private FailurePart() {}

  static Optional<ReportTable> of(RunTable tables) {
    if (!tables.has(Table.FAILURES)) {
      return Optional.empty();
    }
    List<Row> reasons =
        tables
            .rows(Table.FAILURES)
            .groupBy("stage", "reason")
            .agg(count(lit(1)).as("images"), min("image_id").as("example"))
            .orderBy(col("images").desc(), col("stage"), col("reason"))
            .limit(REASONS)
            .collectAsList();
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportTable(
                "Failures",
                "Images that could not be explained; the table failures names each.",
                List.of("stage", "reason", "images", "for example"),
                reasons.stream()
                    .map(
                        row ->
                            List.of(
                                Cell.of(row.getAs("stage")),
                                Cell.of(row.getAs("reason")),
                                Cell.count(row.getAs("images")),
                                Cell.of(row.getAs("example"))))
                    .toList()));
  }
}
