package org.sparklrp.job.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;

/**
 * Chooses what is tested: of every class its most suspicious clusters, each on images that were
 * taken for the class and on images of other classes. Images are drawn by the hash of their ids.
 */
final class Candidates {
  private static final int PER_CLASS = 3;

  /** So many times the images wanted are drawn, since some will be of the class itself. */
  private static final int FOREIGN_DRAWN = 4;

  private static final int LEAST_IMAGES = 2;

  private final SparkSession session;
  private final FinishedRun run;
  private final int images;
  private final Column order;

  /** An image of no class in particular. */
  private record Drawn(Candidate.ImagePlace place, int predicted, @Nullable Integer labelIndex) {}

  Candidates(SparkSession session, FinishedRun run, int images) {
    this.session = session;
    this.run = run;
    this.images = images;
    order = xxhash64(col("image_id"), lit(run.config().run().seed()));
  }

  /** The candidates, by class and suspicion; {@code relocated} says where a file lies now. */
  List<Candidate> find(UnaryOperator<Candidate.ImagePlace> relocated) {
    Map<String, List<Candidate.ImagePlace>> own = new HashMap<>();
    for (Row row : ofClusters().collectAsList()) {
      own.computeIfAbsent(row.getInt(0) + " " + row.getInt(1), key -> new ArrayList<>())
          .add(relocated.apply(new Candidate.ImagePlace(row.getString(2), row.getString(3))));
    }
    List<Drawn> drawn =
        decisions()
            .orderBy("order", "image_id")
            .limit(FOREIGN_DRAWN * images)
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Drawn(
                        relocated.apply(
                            new Candidate.ImagePlace(
                                row.<String>getAs("image_id"), row.<String>getAs("uri"))),
                        row.<Integer>getAs("predicted"),
                        row.getAs("label_index")))
            .toList();
    List<Candidate> candidates = new ArrayList<>();
    for (Row row : suspicious().collectAsList()) {
      Candidate candidate = candidate(row, own, drawn);
      if (candidate.own().size() >= LEAST_IMAGES && candidate.foreign().size() >= LEAST_IMAGES) {
        candidates.add(candidate);
      }
    }
    candidates.sort(
        Comparator.comparingInt(Candidate::target)
            .thenComparing(Comparator.comparingDouble(Candidate::suspicion).reversed()));
    return candidates;
  }

  private Dataset<Row> suspicious() {
    Column bySuspicion =
        row_number()
            .over(Window.partitionBy("target").orderBy(col("suspicion").desc(), col("cluster")));
    return run.rows(session, Table.CLUSTER_STATISTICS)
        .where(col("suspicion").gt(0))
        .withColumn("place", bySuspicion)
        .where(col("place").leq(PER_CLASS));
  }

  /** One row per image: what it was taken for. */
  private Dataset<Row> decisions() {
    return run.explanations(session)
        .where(col("contrast").isNull().and(col("target").equalTo(col("predicted"))))
        .select(
            col("image_id"), col("uri"), col("predicted"), col("label_index"), order.as("order"));
  }

  private Dataset<Row> ofClusters() {
    Column place =
        row_number()
            .over(Window.partitionBy("target", "cluster").orderBy(col("order"), col("image_id")));
    return run.rows(session, Table.CLUSTERS)
        .select("image_id", "target", "cluster")
        .join(decisions(), "image_id")
        .where(col("target").equalTo(col("predicted")).and(col("cluster").geq(0)))
        .withColumn("place", place)
        .where(col("place").leq(images))
        .orderBy("target", "cluster", "place")
        .select("target", "cluster", "image_id", "uri");
  }

  private Candidate candidate(
      Row row, Map<String, List<Candidate.ImagePlace>> own, List<Drawn> drawn) {
    int target = row.<Integer>getAs("target");
    int cluster = row.<Integer>getAs("cluster");
    List<Candidate.ImagePlace> foreign =
        drawn.stream()
            .filter(
                image -> image.predicted() != target && !Objects.equals(image.labelIndex(), target))
            .limit(images)
            .map(Drawn::place)
            .toList();
    return new Candidate(
        target,
        row.<String>getAs("target_name"),
        cluster,
        row.<Long>getAs("count"),
        row.<Double>getAs("share"),
        MapEncoding.floats(row.getList(row.fieldIndex("region"))),
        new int[] {
          row.<Integer>getAs("box_top"),
          row.<Integer>getAs("box_left"),
          row.<Integer>getAs("box_bottom"),
          row.<Integer>getAs("box_right")
        },
        row.<Double>getAs("suspicion"),
        own.getOrDefault(target + " " + cluster, List.of()),
        foreign);
  }
}
