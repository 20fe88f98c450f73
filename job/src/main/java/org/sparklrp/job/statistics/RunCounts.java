package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many images and explanations a run has, counted in the tables it wrote: counters kept while
 * it runs would count a retried task twice.
 *
 * @param inputs images found
 * @param explained images with at least one explanation
 * @param failed images in the table of failures
 * @param explanations rows of the table explanations
 * @param labelled explained images whose label is a class of the model
 * @param correct of them, images whose predicted class it is
 * @param unknownLabels explained images whose label is no class of the model
 */
public record RunCounts(
    long inputs,
    long explained,
    long failed,
    long explanations,
    long labelled,
    long correct,
    long unknownLabels) {

  /**
   * Counts and checks: every image is in exactly one of the two tables, and (image_id, target_name)
   * is unique. A violation is a bug of ours.
   */
  public static RunCounts of(long inputs, Dataset<Row> explanations, Dataset<Row> failures) {
    Dataset<Row> explained =
        explanations
            .groupBy("image_id")
            .agg(
                count(lit(1)).as("rows"),
                size(collect_set("target_name")).as("targets"),
                first("label").as("label"),
                first("label_index").as("label_index"),
                first("predicted").as("predicted"));
    Dataset<Row> failed = failures.groupBy("image_id").agg(count(lit(1)).as("failures"));
    Row sums =
        explained
            .join(failed, new String[] {"image_id"}, "full_outer")
            .agg(
                count("rows"),
                count("failures"),
                coalesce(sum("rows"), lit(0L)),
                count("label_index"),
                count_if(col("label_index").equalTo(col("predicted"))),
                count_if(col("label").isNotNull().and(col("label_index").isNull())),
                count_if(col("rows").isNotNull().and(col("failures").isNotNull())),
                count_if(col("rows").notEqual(col("targets"))),
                count_if(col("failures").gt(1)))
            .first();
    RunCounts counts =
        new RunCounts(
            inputs,
            sums.getLong(0),
            sums.getLong(1),
            sums.getLong(2),
            sums.getLong(3),
            sums.getLong(4),
            sums.getLong(5));
    long contradictions = sums.getLong(6) + sums.getLong(7) + sums.getLong(8);
    if (contradictions != 0 || counts.explained + counts.failed != inputs) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "The tables do not add up: %s; images in both tables: %d, with a target twice: %d, with two failures: %d",
              counts,
              sums.getLong(6),
              sums.getLong(7),
              sums.getLong(8)));
    }
    return counts;
  }

  /** The share of images that failed. */
  public double failedFraction() {
    return inputs == 0 ? 0 : (double) failed / inputs;
  }
}
