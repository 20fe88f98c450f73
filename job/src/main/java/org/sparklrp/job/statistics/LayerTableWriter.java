package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.Figures;
import org.sparklrp.job.row.NamedTarget;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Makes the table layers of what the tasks saw. */
public final class LayerTableWriter {
  private static final Figures FIGURES =
      Figures.none()
          .count("count", "explanations of this target", sum("count"))
          .number(
              "mean_relevance_in",
              Unit.SCORE,
              "mean relevance that arrived at its output",
              mean(sum("relevance_in")))
          .number(
              "mean_relevance_out",
              Unit.SCORE,
              "mean relevance it handed on: what arrived less what it kept",
              mean(sum("relevance_out")))
          .number(
              "mean_absorbed_bias",
              Unit.SCORE,
              "mean relevance its bias kept",
              mean(sum("absorbed_bias")))
          .number(
              "mean_absorbed_stabilizer",
              Unit.SCORE,
              "mean relevance its stabiliser kept",
              mean(sum("absorbed_stabilizer")))
          .number(
              "mean_absorbed_dead",
              Unit.SCORE,
              "mean relevance lost at its neurons of denominator zero",
              mean(sum("absorbed_dead")));

  private static final Columns<Row> COLUMNS =
      Columns.<Row>none()
          .with(NamedTarget.COLUMNS, NamedTarget::of)
          .whole(
              "position",
              Unit.NONE,
              "of the layer in the network, from 0 at the input",
              row -> row.getAs("position"))
          .text("layer", "its name, as inspect prints it", row -> row.getAs("layer"))
          .with(FIGURES, row -> row);

  /** What parts have the sum of, and the table the mean. */
  private static final List<String> SUMS =
      List.of(
          "relevance_in", "relevance_out", "absorbed_bias", "absorbed_stabilizer", "absorbed_dead");

  private LayerTableWriter() {}

  /** The columns: one row per target and layer over the whole dataset. */
  public static StructType schema() {
    return COLUMNS.schema();
  }

  /**
   * Writes the table.
   *
   * @param parts the tasks' sums
   */
  public static void write(TableSink sink, Dataset<Row> parts) {
    Dataset<Row> layers =
        FIGURES
            .over(parts.groupBy("target", "contrast", "target_name", "position", "layer"))
            .coalesce(1)
            .sortWithinPartitions(col("target"), col("contrast"), col("position"));
    sink.replace(
        layers.toJavaRDD().mapToPair(row -> new Tuple2<>(Table.LAYERS, COLUMNS.row(row))),
        Map.of(Table.LAYERS, schema()));
  }

  /**
   * Writes the table of the whole from those of its parts.
   *
   * @param tables rows of tables layers
   */
  public static void merge(TableSink sink, Dataset<Row> tables) {
    Dataset<Row> parts = tables;
    for (String sum : SUMS) {
      parts = parts.withColumn(sum, col("mean_" + sum).multiply(col("count")));
    }
    write(sink, parts);
  }

  private static Column mean(Column total) {
    return total.divide(sum("count"));
  }
}
