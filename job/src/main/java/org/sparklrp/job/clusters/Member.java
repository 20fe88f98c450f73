package org.sparklrp.job.clusters;

import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One explanation of a class.
 *
 * @param imageId the image's key
 * @param target the class
 * @param targetName its name
 * @param label of the image as the dataset names it, or null
 * @param labelIndex the model's class of that name, or null
 * @param predicted the class the image was taken for
 * @param score the logit explained
 * @param relevance the sum of the map
 * @param height of the map in pixels
 * @param width of the map in pixels
 * @param pooled the map on the grid
 * @param direction the vector compared, of length 1 or all zero
 */
record Member(
    String imageId,
    int target,
    String targetName,
    @Nullable String label,
    @Nullable Integer labelIndex,
    int predicted,
    double score,
    double relevance,
    int height,
    int width,
    float[] pooled,
    float[] direction) {

  static Member of(Row row) {
    return new Member(
        row.<String>getAs("image_id"),
        row.<Integer>getAs("target"),
        row.<String>getAs("target_name"),
        row.getAs("label"),
        row.getAs("label_index"),
        row.<Integer>getAs("predicted"),
        row.<Double>getAs("score"),
        row.<Double>getAs("relevance_sum"),
        row.<Integer>getAs("height"),
        row.<Integer>getAs("width"),
        Vectors.floats(row.<byte[]>getAs("pooled")),
        Vectors.floats(row.<byte[]>getAs("direction")));
  }
}
