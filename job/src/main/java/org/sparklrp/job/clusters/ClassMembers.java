package org.sparklrp.job.clusters;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.audit.spectral.MapPool;
import org.sparklrp.config.key.ClusterConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;

/**
 * The explanations that are clustered, class by class: those of an image for the class it was taken
 * for and for its true class, with the pooled map and the vector that is compared.
 */
final class ClassMembers {
  private static final String[] KEY = {"image_id", "target_name"};

  private ClassMembers() {}

  /** The explanations of a run that speak of a decision or of a label. */
  static Dataset<Row> explanations(FinishedRun run, SparkSession session) {
    Column ofDecision = col("target").equalTo(col("predicted"));
    Column ofLabel = col("target").equalTo(col("label_index"));
    return run.explanations(session)
        .where(col("contrast").isNull().and(ofDecision.or(ofLabel)))
        .select(
            "image_id",
            "target_name",
            "target",
            "label",
            "label_index",
            "predicted",
            "score",
            "relevance_sum",
            "height",
            "width");
  }

  /** These with their vectors, in no order. */
  static Dataset<Row> of(
      FinishedRun run, SparkSession session, ClusterConfig config, String tablesDoNotFit) {
    Dataset<Row> explanations = explanations(run, session);
    Dataset<Row> pooled =
        StoredMap.read(run.maps(session).where(col("contrast").isNull()), run.encoding())
            .mapPartitions(
                new PoolTask(run.encoding(), config.grid(), run.config().run().seed()),
                Encoders.row(PoolTask.SCHEMA));
    Dataset<Row> members = explanations.join(pooled, KEY, "inner");
    String layer = config.on().layer();
    if (layer != null) {
      members = members.drop("direction").join(concepts(run, session, layer), KEY, "inner");
    }
    if (members.isEmpty() && !explanations.isEmpty()) {
      throw new UserException(tablesDoNotFit);
    }
    return members;
  }

  /** The relevance of a layer's channels as vectors of length 1; channels not listed have none. */
  private static Dataset<Row> concepts(FinishedRun run, SparkSession session, String layer) {
    if (!run.has(Table.CONCEPTS, session.sessionState().newHadoopConf())) {
      throw new UserException(
          "Cannot cluster concepts: the run has no table concepts (%s); explain with output.concepts = [\"%s\"]"
              .formatted(run.path(), layer));
    }
    Dataset<Row> all = run.rows(session, Table.CONCEPTS).where(col("contrast").isNull());
    Dataset<Row> rows = all.where(col("layer").equalTo(layer));
    if (rows.isEmpty()) {
      List<String> known =
          all.select("layer").distinct().orderBy("layer").as(Encoders.STRING()).collectAsList();
      throw new UserException(
          "Cannot cluster concepts: the table concepts has no layer %s; allowed are %s"
              .formatted(layer, String.join(", ", known)));
    }
    int channels = rows.agg(org.apache.spark.sql.functions.max("channel")).first().getInt(0) + 1;
    StructType schema =
        new StructType()
            .add("image_id", DataTypes.StringType)
            .add("target_name", DataTypes.StringType)
            .add("direction", DataTypes.BinaryType);
    return rows.groupBy("image_id", "target_name")
        .agg(collect_list(struct("channel", "relevance")).as("channels"))
        .map(
            (MapFunction<Row, Row>)
                row -> {
                  double[] vector = new double[channels];
                  for (Row channel : row.<Row>getList(2)) {
                    vector[channel.getInt(0)] = channel.getDouble(1);
                  }
                  return RowFactory.create(
                      row.getString(0),
                      row.getString(1),
                      Vectors.bytes(MapPool.normalised(vector)));
                },
            Encoders.row(schema));
  }
}
