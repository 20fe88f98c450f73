package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;

/**
 * The scalars of the table class_statistics, from the table explanations. The driver holds these
 * rows; there are as many as the model has classes, plus contrasts, and at most that many for each
 * label.
 */
public final class ClassStatistics {
  /** Relative error of the quantiles is one over this. */
  private static final int QUANTILE_ACCURACY = 10_000;

  private static final Column CORRECT = col("label_index").equalTo(col("predicted"));

  private ClassStatistics() {}

  /**
   * One row per target over all images, ordered by target, with the columns up to and with
   * mean_entropy. Images and accuracy are those of the target's class.
   */
  public static List<Row> byTarget(Dataset<Row> explanations) {
    Dataset<Row> targets =
        statistics(explanations.groupBy("target", "contrast", "target_name"))
            .withColumn("label", lit(null).cast("string"));
    Dataset<Row> classes = accuracy(explanations, "label_index");
    return rows(
        targets.join(classes, targets.col("target").equalTo(classes.col("label_index")), "left"));
  }

  /**
   * One row per target and label over the images of that label, ordered by target, then label, with
   * the same columns. Images and accuracy are those of the label. Images without a label are in no
   * row.
   */
  public static List<Row> byLabel(Dataset<Row> explanations) {
    Dataset<Row> labelled = explanations.where(col("label").isNotNull());
    Dataset<Row> pairs = statistics(labelled.groupBy("target", "contrast", "target_name", "label"));
    return rows(pairs.join(accuracy(labelled, "label"), "label"));
  }

  private static List<Row> rows(Dataset<Row> statistics) {
    Column[] columns =
        Arrays.stream(ClassStatisticsTable.SCALARS)
            .map(name -> name.equals("images") ? coalesce(col(name), lit(0L)).as(name) : col(name))
            .toArray(Column[]::new);
    return statistics.select(columns).orderBy("target", "contrast", "label").collectAsList();
  }

  private static Dataset<Row> statistics(RelationalGroupedDataset groups) {
    return groups.agg(
        count(lit(1)).as("count"),
        count_if(CORRECT).as("correct"),
        avg("relevance_sum").as("mean_relevance"),
        coalesce(stddev_samp("relevance_sum"), lit(0.0)).as("std_relevance"),
        min("relevance_sum").as("min_relevance"),
        quantile(0.05),
        quantile(0.25),
        quantile(0.50),
        quantile(0.75),
        quantile(0.95),
        max("relevance_sum").as("max_relevance"),
        avg("score").as("mean_score"),
        avg("residual").as("mean_residual"),
        avg("positive_sum").as("mean_positive"),
        avg("negative_sum").as("mean_negative"),
        avg("gini").as("mean_gini"),
        avg("entropy").as("mean_entropy"));
  }

  /** How many images have each label, and the share of them that is predicted right. */
  private static Dataset<Row> accuracy(Dataset<Row> explanations, String label) {
    return explanations
        .where(col(label).isNotNull())
        .select("image_id", "label", "label_index", "predicted")
        .dropDuplicates("image_id")
        .groupBy(label)
        .agg(count(lit(1)).as("images"), avg(CORRECT.cast("double")).as("accuracy"));
  }

  private static Column quantile(double share) {
    return percentile_approx(col("relevance_sum"), lit(share), lit(QUANTILE_ACCURACY))
        .as("p%02d_relevance".formatted(Math.round(share * 100)));
  }
}
