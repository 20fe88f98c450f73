package org.sparklrp.job.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.Text;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/** Images in Hadoop's sequence files of Text and BytesWritable: a path, and the file's bytes. */
final class SequenceImages {
  private static final FileTask READING =
      new FileTask("read the sequence files", "give input.path an existing file or folder");

  private SequenceImages() {}

  static ImageSource open(SparkSession session, InputConfig input, ImageLimits limits) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<String> places = new ArrayList<>();
    for (String path : input.paths()) {
      places.add(
          READING.run(
              path,
              spark.hadoopConfiguration(),
              place -> {
                place.files().getFileStatus(place.path());
                return HadoopPath.literal(place.path().toString());
              }));
    }
    TableRows rows =
        new TableRows(
            session.createDataFrame(
                spark
                    .sequenceFile(String.join(",", places), Text.class, BytesWritable.class)
                    .map(record -> row(record._1().toString(), record._2().copyBytes())),
                TableRows.SCHEMA),
            true,
            String.join(", ", input.paths()));
    return RowImageSource.of(session, input, rows, limits);
  }

  private static Row row(String key, byte[] bytes) {
    return RowFactory.create(key, null, null, null, key, bytes, 0, 0, 0, null);
  }
}
