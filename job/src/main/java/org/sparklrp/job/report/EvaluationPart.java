package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportTable;

/** Which method explains the model best, over all classes. */
final class EvaluationPart {
  private EvaluationPart() {}

  static Optional<ReportTable> of(RunTable tables) {
    if (!tables.has(Table.EVALUATION)) {
      return Optional.empty();
    }
    List<Row> rows =
        tables
            .rows(Table.EVALUATION)
            .where(col("target_name").isNull())
            .orderBy("metric", "replacement", "method")
            .collectAsList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportTable(
                "Evaluation",
                "How good explanations are, beside a random order of pixels and a constant map."
                    + " Difference: to the first method, on the same images, with its 95 % interval.",
                List.of(
                    "metric",
                    "removed by",
                    "method",
                    "value",
                    "lower",
                    "upper",
                    "images",
                    "difference",
                    "from",
                    "to",
                    "q-value"),
                rows.stream()
                    .map(
                        row ->
                            List.of(
                                Cell.of(row.getAs("metric")),
                                Cell.of(row.getAs("replacement")),
                                Cell.of(row.getAs("method")),
                                Cell.number(row.getAs("value")),
                                Cell.number(row.getAs("lower")),
                                Cell.number(row.getAs("upper")),
                                Cell.count(row.<Number>getAs("n").longValue()),
                                Cell.number(row.getAs("difference")),
                                Cell.number(row.getAs("difference_lower")),
                                Cell.number(row.getAs("difference_upper")),
                                Cell.number(row.getAs("q_value"))))
                    .toList()));
  }
}
