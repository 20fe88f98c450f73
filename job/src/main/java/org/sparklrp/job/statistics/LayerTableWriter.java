package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSchemas;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Makes the table layers of what the tasks saw. */
public final class LayerTableWriter {
  private LayerTableWriter() {}

  /**
   * Writes the table.
   *
   * @param parts the tasks' sums
   */
  public static void write(TableSink sink, Dataset<Row> parts) {
    Column out =
        sum("relevance_in")
            .minus(sum("absorbed_bias"))
            .minus(sum("absorbed_stabilizer"))
            .minus(sum("absorbed_dead"));
    Dataset<Row> layers =
        parts
            .groupBy("target", "contrast", "target_name", "position", "layer")
            .agg(
                sum("count").as("count"),
                mean(sum("relevance_in")).as("mean_relevance_in"),
                mean(out).as("mean_relevance_out"),
                mean(sum("absorbed_bias")).as("mean_absorbed_bias"),
                mean(sum("absorbed_stabilizer")).as("mean_absorbed_stabilizer"),
                mean(sum("absorbed_dead")).as("mean_absorbed_dead"))
            .coalesce(1)
            .sortWithinPartitions(col("target"), col("contrast"), col("position"));
    sink.write(
        layers.toJavaRDD().mapToPair(row -> new Tuple2<>(Table.LAYERS, row)),
        Map.of(Table.LAYERS, TableSchemas.layers()));
  }

  private static Column mean(Column total) {
    return total.divide(sum("count"));
  }
}
