package org.sparklrp.job.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.model.ModelFile;

/**
 * How many of the explained images a Bag-of-Words model was trained on, as the table of images
 * beside it says: on those its accuracy means nothing.
 *
 * @param images explained images that the model was trained on; 0 where nothing is known of them
 * @param othersLabelled other images whose label is a class of the model
 * @param othersCorrect of them, images whose predicted class it is
 */
public record TrainedImages(long images, long othersLabelled, long othersCorrect) {
  /** Of a model that says nothing about its training. */
  public static final TrainedImages NONE = new TrainedImages(0, 0, 0);

  /** Counts by the places of the images. */
  static TrainedImages of(
      SparkSession session,
      ModelFile model,
      Configuration configuration,
      Dataset<Row> explanations) {
    if (!model.isBagOfWords()) {
      return NONE;
    }
    Path table = new Path(model.path(), ModelFiles.IMAGES);
    boolean isTold =
        new FileTask("read the images of the training", "name an existing model")
            .run(table.toString(), configuration, file -> file.files().exists(file.path()));
    if (!isTold) {
      return NONE;
    }
    Dataset<Row> trained =
        session
            .read()
            .option("header", true)
            .option("escape", "\"")
            .csv(table.toString())
            .where(col("use").notEqual(ModelFiles.HELD_OUT))
            .select("uri")
            .distinct()
            .withColumn("trained", lit(true));
    Row sums =
        explanations
            .groupBy("uri")
            .agg(first("label_index").as("label_index"), first("predicted").as("predicted"))
            .join(trained, new String[] {"uri"}, "left")
            .agg(
                count("trained"),
                count_if(col("trained").isNull().and(col("label_index").isNotNull())),
                count_if(col("trained").isNull().and(col("label_index").equalTo(col("predicted")))))
            .first();
    return new TrainedImages(sums.getLong(0), sums.getLong(1), sums.getLong(2));
  }
}
