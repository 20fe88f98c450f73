package org.sparklrp.job.clusters;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.sparklrp.audit.inference.IdHash;
import org.sparklrp.audit.suspicion.ShuffledMaps;

/**
 * A bounded sample of the maps of all classes, from which classes of shuffled maps are drawn. It
 * goes through the driver: some thousand pooled maps, a few megabytes, however large the run.
 *
 * @param grid the side of the maps in cells
 * @param pooled the maps
 * @param directions what is clustered of them
 * @param classes the class of each
 */
record MapSample(
    int grid,
    Broadcast<float[][]> pooled,
    Broadcast<float[][]> directions,
    Broadcast<int[]> classes)
    implements java.io.Serializable {
  private static final int MAPS = 4000;

  /** Draws by the hash of the image id, about equally many of each class. */
  static MapSample of(
      JavaRDD<Row> members, Map<Integer, Long> counts, int grid, JavaSparkContext spark) {
    double perClass = (double) MAPS / Math.max(1, counts.size());
    List<Row> drawn =
        members
            .filter(
                row ->
                    IdHash.fraction(row.<Long>getAs("hash"))
                        < perClass / counts.getOrDefault(row.<Integer>getAs("target"), 1L))
            .collect()
            .stream()
            .sorted(
                Comparator.comparing((Row row) -> row.<Integer>getAs("target"))
                    .thenComparing(row -> row.<Long>getAs("hash"))
                    .thenComparing(row -> row.<String>getAs("image_id")))
            .toList();
    return new MapSample(
        grid,
        spark.broadcast(vectors(drawn, "pooled")),
        spark.broadcast(vectors(drawn, "direction")),
        spark.broadcast(drawn.stream().mapToInt(row -> row.<Integer>getAs("target")).toArray()));
  }

  private static float[][] vectors(List<Row> rows, String column) {
    return rows.stream()
        .map(row -> Vectors.floats(row.<byte[]>getAs(column)))
        .toArray(float[][]::new);
  }

  /** The sample in this JVM. */
  ShuffledMaps maps() {
    return new ShuffledMaps(grid, pooled.value(), directions.value(), classes.value());
  }
}
