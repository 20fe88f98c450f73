package org.sparklrp.job.explain;

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
import org.apache.spark.sql.Row;

/**
 * The scalars of the table class_statistics, from the table explanations: one row per target. The
 * driver holds these rows; there are as many as the model has classes, plus contrasts.
 */
final class ClassStatistics {
  /** Relative error of the quantiles is one over this. */
  private static final int QUANTILE_ACCURACY = 10_000;

  private ClassStatistics() {}

  /** The rows, ordered by target, with the columns up to and with mean_entropy. */
  static List<Row> scalars(Dataset<Row> explanations) {
    Column correct = col("label_index").equalTo(col("predicted"));
    Dataset<Row> targets =
        explanations
            .groupBy("target", "contrast", "target_name")
            .agg(
                count(lit(1)).as("count"),
                count_if(correct).as("correct"),
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
    Dataset<Row> labels =
        explanations
            .where(col("label_index").isNotNull())
            .select("image_id", "label_index", "predicted")
            .dropDuplicates("image_id")
            .groupBy("label_index")
            .agg(count(lit(1)).as("images"), avg(correct.cast("double")).as("accuracy"));
    Column[] columns =
        Arrays.stream(ClassStatisticsTable.SCALARS)
            .map(name -> name.equals("images") ? coalesce(col(name), lit(0L)).as(name) : col(name))
            .toArray(Column[]::new);
    return targets
        .join(labels, targets.col("target").equalTo(labels.col("label_index")), "left")
        .select(columns)
        .orderBy("target", "contrast")
        .collectAsList();
  }

  private static Column quantile(double share) {
    return percentile_approx(col("relevance_sum"), lit(share), lit(QUANTILE_ACCURACY))
        .as("p%02d_relevance".formatted(Math.round(share * 100)));
  }
}
