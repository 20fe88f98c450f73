package org.sparklrp.job.heatmap;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The images a reader of the class statistics asks for first: of each target, in turn, one that the
 * model got right with the most relevance (what does it look at?) and one that it got wrong with
 * the highest score (what misled it?). Where one kind runs out, the other fills up; images whose
 * class is unknown count as right.
 */
public final class HeatmapSelection {
  private HeatmapSelection() {}

  /**
   * The selected rows of the table explanations, at most {@code perTarget} of each target, with two
   * more columns: {@code place}, from 1, and {@code wrong}.
   */
  public static Dataset<Row> of(Dataset<Row> explanations, int perTarget) {
    Column wrong =
        col("label_index").isNotNull().and(col("label_index").notEqual(col("predicted")));
    Column merit = when(col("wrong"), col("score")).otherwise(col("relevance_sum"));
    return explanations
        .withColumn("wrong", wrong)
        .withColumn(
            "turn",
            row_number()
                .over(
                    Window.partitionBy("target_name", "wrong")
                        .orderBy(merit.desc(), col("image_id"))))
        .where(col("turn").leq(lit(perTarget)))
        .withColumn(
            "place", row_number().over(Window.partitionBy("target_name").orderBy("turn", "wrong")))
        .where(col("place").leq(lit(perTarget)))
        .drop("turn");
  }
}
