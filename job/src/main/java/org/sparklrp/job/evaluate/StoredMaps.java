package org.sparklrp.job.evaluate;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.table.FinishedRun;

/**
 * The maps of a finished run for a sample of its images, those of the predicted classes: on the
 * driver, four bytes a pixel.
 *
 * @param session reads them
 * @param run that made them
 * @param modelSha256 of the model that will be asked
 */
record StoredMaps(SparkSession session, FinishedRun run, String modelSha256) {
  Map<String, StoredExplainer.Stored> of(Set<String> sample) {
    if (!run.hasMaps()) {
      throw new UserException(
          "Cannot evaluate the run: it has no maps (%s); explain with output.maps = signed-sum"
              .formatted(run.path()));
    }
    Dataset<Row> wanted =
        run.explanations(session)
            .where(col("contrast").isNull().and(col("target").equalTo(col("predicted"))))
            .where(col("image_id").isInCollection(sample))
            .select("image_id", "target", "target_name", "score", "relevance_sum", "model_sha256");
    Map<String, Row> explanations = new HashMap<>();
    for (Row row : wanted.collectAsList()) {
      if (!row.<String>getAs("model_sha256").equals(modelSha256)) {
        throw new UserException(
            "Cannot evaluate the run: the model is not the one that was explained (%s); name that one with --set model.path=..."
                .formatted(run.config().model().path()));
      }
      explanations.put(row.<String>getAs("image_id"), row);
    }
    MapEncoding encoding = run.encoding();
    Map<String, StoredExplainer.Stored> stored = new HashMap<>();
    Dataset<Row> maps =
        run.maps(session)
            .where(col("contrast").isNull())
            .where(col("image_id").isInCollection(sample));
    for (StoredMap map : StoredMap.read(maps, encoding).collectAsList()) {
      Row row = explanations.get(map.getImageId());
      if (row != null && row.<String>getAs("target_name").equals(map.getTargetName())) {
        stored.put(
            map.getImageId(),
            new StoredExplainer.Stored(
                row.<Integer>getAs("target"),
                row.<Double>getAs("score"),
                row.<Double>getAs("relevance_sum"),
                map.getHeight(),
                map.signedSum(encoding)));
      }
    }
    if (stored.isEmpty()) {
      throw new UserException(
          "Cannot evaluate the run: it has no map of a predicted class (%s); explain with targets = [predicted]"
              .formatted(run.path()));
    }
    return stored;
  }
}
