package org.sparklrp.job.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

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
  static RunCounts of(long inputs, Dataset<Row> explanations, Dataset<Row> failures) {
    Row rows =
        explanations
            .agg(
                count(lit(1)),
                count_distinct(col("image_id"), col("target_name")),
                count_distinct(col("image_id")))
            .first();
    Row labels =
        explanations
            .dropDuplicates("image_id")
            .agg(
                count("label_index"),
                count_if(col("label_index").equalTo(col("predicted"))),
                count_if(col("label").isNotNull().and(col("label_index").isNull())))
            .first();
    Row failed = failures.agg(count(lit(1)), count_distinct(col("image_id"))).first();
    long both = failures.join(explanations, "image_id").select("image_id").distinct().count();
    RunCounts counts =
        new RunCounts(
            inputs,
            rows.getLong(2),
            failed.getLong(0),
            rows.getLong(0),
            labels.getLong(0),
            labels.getLong(1),
            labels.getLong(2));
    if (rows.getLong(1) != rows.getLong(0)
        || failed.getLong(1) != failed.getLong(0)
        || both != 0
        || counts.explained + counts.failed != inputs) {
      throw new IllegalStateException(
          "The tables do not add up: %s; distinct (image_id, target_name) %d, distinct failures %d, images in both tables %d"
              .formatted(counts, rows.getLong(1), failed.getLong(1), both));
    }
    return counts;
  }

  /** The share of images that failed. */
  public double failedFraction() {
    return inputs == 0 ? 0 : (double) failed / inputs;
  }
}
