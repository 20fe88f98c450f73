package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportTable;

/** The visual words that speak most for or against each class of a Bag-of-Words model. */
final class WordPart {
  private static final int SHOWN = 20;

  private final Map<String, List<Row>> words = new HashMap<>();

  /**
   * Reads.
   *
   * @param names of the classes that are shown so
   */
  WordPart(RunTable tables, List<String> names) {
    if (!tables.has(Table.WORDS)) {
      return;
    }
    Dataset<Row> own = tables.rows(Table.WORDS).where(col("target_name").isin(names.toArray()));
    Dataset<Row> counts =
        own.groupBy("target_name").agg(countDistinct("image_id").as("explanations"));
    words.putAll(
        own
            .groupBy("target_name", "channel", "word")
            .agg(sum("relevance").as("total"), avg(col("mapped").cast("double")).as("mapped"))
            .join(counts, "target_name")
            .withColumn("relevance", col("total").divide(col("explanations")))
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy("target_name")
                            .orderBy(abs(col("relevance")).desc(), col("channel"), col("word"))))
            .where(col("place").leq(SHOWN))
            .orderBy("target_name", "place")
            .collectAsList()
            .stream()
            .collect(Collectors.groupingBy(row -> row.<String>getAs("target_name"))));
  }

  Optional<ReportTable> table(String name) {
    return Optional.ofNullable(words.get(name)).map(WordPart::table);
  }

  private static ReportTable table(List<Row> rows) {
    return new ReportTable(
        "Visual words",
        "Those with most relevance, summed over an image's cells, mean over the class; seen: in how"
            + " many of its cells a local feature maps to the word.",
        List.of("channel", "word", "relevance", "seen"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        Cell.of(row.getAs("channel")),
                        Cell.count((long) row.<Integer>getAs("word")),
                        Cell.number(row.getAs("relevance")),
                        Cell.share(row.getAs("mapped"))))
            .toList());
  }
}
