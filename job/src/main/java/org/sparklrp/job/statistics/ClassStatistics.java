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

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.job.row.Figures;
import org.sparklrp.job.row.Unit;

/**
 * The scalars of the table class_statistics, from the table explanations. The driver holds these
 * rows; there are as many as the model has classes, plus contrasts, and at most that many for each
 * label.
 */
public final class ClassStatistics {
  /** Relative error of the quantiles is one over this. */
  private static final int QUANTILE_ACCURACY = 10_000;

  private static final Column CORRECT = col("label_index").equalTo(col("predicted"));

  private static final Figures COUNTS =
      Figures.none()
          .count("count", "explanations of this target", count(lit(1)))
          .count(
              "correct", "of them, images whose label is the predicted class", count_if(CORRECT));

  private static final Figures ACCURACY =
      Figures.none()
          .count(
              "images",
              "explained images whose label is the row's, or the target's class in rows over all",
              count(lit(1)))
          .numberOrNull(
              "accuracy",
              Unit.SHARE,
              "share of these images predicted right",
              avg(CORRECT.cast("double")));

  private static final Figures SPREAD =
      Figures.none()
          .number("mean_relevance", Unit.SCORE, "mean of relevance_sum", avg("relevance_sum"))
          .number(
              "std_relevance",
              Unit.SCORE,
              "sample standard deviation of relevance_sum, 0 for one",
              coalesce(stddev_samp("relevance_sum"), lit(0.0)))
          .number("min_relevance", Unit.SCORE, "least relevance_sum", min("relevance_sum"))
          .number(
              "p05_relevance",
              Unit.SCORE,
              "approximate 5 % quantile of relevance_sum",
              quantile(0.05))
          .number(
              "p25_relevance",
              Unit.SCORE,
              "approximate 25 % quantile of relevance_sum",
              quantile(0.25))
          .number(
              "p50_relevance", Unit.SCORE, "approximate median of relevance_sum", quantile(0.50))
          .number(
              "p75_relevance",
              Unit.SCORE,
              "approximate 75 % quantile of relevance_sum",
              quantile(0.75))
          .number(
              "p95_relevance",
              Unit.SCORE,
              "approximate 95 % quantile of relevance_sum",
              quantile(0.95))
          .number("max_relevance", Unit.SCORE, "largest relevance_sum", max("relevance_sum"))
          .number("mean_score", Unit.SCORE, "mean of score", avg("score"))
          .number("mean_residual", Unit.SCORE, "mean of residual", avg("residual"))
          .number("mean_positive", Unit.SCORE, "mean of positive_sum", avg("positive_sum"))
          .number("mean_negative", Unit.SCORE, "mean of negative_sum", avg("negative_sum"))
          .number("mean_gini", Unit.SHARE, "mean of gini", avg("gini"))
          .number("mean_entropy", Unit.NATS, "mean of entropy", avg("entropy"));

  /** The columns behind those that say what a row is about. */
  static final Figures FIGURES = COUNTS.and(ACCURACY).and(SPREAD);

  private ClassStatistics() {}

  /**
   * One row per target over all images, ordered by target: the target, a label that is null, and
   * {@link #FIGURES}. Images and accuracy are those of the target's class.
   */
  public static List<Row> byTarget(Dataset<Row> explanations) {
    Dataset<Row> targets =
        COUNTS
            .and(SPREAD)
            .over(explanations.groupBy("target", "contrast", "target_name"))
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
    Dataset<Row> pairs =
        COUNTS.and(SPREAD).over(labelled.groupBy("target", "contrast", "target_name", "label"));
    return rows(pairs.join(accuracy(labelled, "label"), "label"));
  }

  private static List<Row> rows(Dataset<Row> statistics) {
    return statistics
        .na()
        .fill(0, new String[] {"images"})
        .orderBy("target", "contrast", "label")
        .collectAsList();
  }

  /** How many images have each label, and the share of them that is predicted right. */
  private static Dataset<Row> accuracy(Dataset<Row> explanations, String label) {
    return ACCURACY.over(
        explanations
            .where(col(label).isNotNull())
            .select("image_id", "label", "label_index", "predicted")
            .dropDuplicates("image_id")
            .groupBy(label));
  }

  private static Column quantile(double share) {
    return percentile_approx(col("relevance_sum"), lit(share), lit(QUANTILE_ACCURACY));
  }
}
