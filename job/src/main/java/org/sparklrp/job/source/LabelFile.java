package org.sparklrp.job.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/** Labels in a file of their own: CSV with a head, of which two columns are called id and label. */
final class LabelFile {
  private static final FileTask READING =
      new FileTask("read labels", "give input.label = \"csv:FILE\" an existing file");
  private static final String ID = "id";
  private static final String LABEL = "label";

  private LabelFile() {}

  /** Labels by the images' ids. */
  static Map<String, String> read(SparkSession session, String path) {
    HadoopPath file =
        READING.run(
            path,
            session.sessionState().newHadoopConf(),
            place ->
                new HadoopPath(place.files().getFileStatus(place.path()).getPath(), place.files()));
    Dataset<Row> rows =
        session
            .read()
            .option("header", true)
            .option("escape", "\"")
            .option("multiLine", true)
            .csv(HadoopPath.literal(file.path().toString()));
    if (!List.of(rows.columns()).containsAll(List.of(ID, LABEL))) {
      throw new UserException(
          "Cannot read labels: the file has no columns id and label in its first line (%s); name them so"
              .formatted(path));
    }
    Map<String, String> labels = new HashMap<>();
    for (Row row : rows.select(ID, LABEL).na().drop().collectAsList()) {
      if (labels.put(row.getString(0), row.getString(1)) != null) {
        throw new UserException(
            "Cannot read labels: an image has two (%s: %s); give one for each"
                .formatted(path, row.getString(0)));
      }
    }
    return labels;
  }
}
