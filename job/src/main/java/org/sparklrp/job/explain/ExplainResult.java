package org.sparklrp.job.explain;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.sparklrp.job.statistics.RunCounts;

/**
 * What a run came to.
 *
 * @param counts images and explanations
 * @param trained what is known of explained images that the model was trained on
 * @param failedTooMany whether more images failed than {@code job.max-failed-fraction} allows
 * @param output the folder with the tables
 * @param classStatistics the scalars of the table class_statistics, one row per target; see {@link
 *     ClassTable} for printing
 * @param manifest the manifest's text
 */
public record ExplainResult(
    RunCounts counts,
    TrainedImages trained,
    boolean failedTooMany,
    Path output,
    List<Row> classStatistics,
    String manifest) {
  /** Copies the list. */
  public ExplainResult {
    classStatistics = List.copyOf(classStatistics);
  }
}
