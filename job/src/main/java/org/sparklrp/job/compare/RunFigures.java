package org.sparklrp.job.compare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.audit.drift.ClusterMatch;
import org.sparklrp.audit.drift.Measured;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;

/**
 * What is compared of layers, clusters and failures: small tables, which the driver holds.
 *
 * @param session reads the tables
 * @param run the run
 * @param base the baseline
 */
record RunFigures(SparkSession session, FinishedRun run, FinishedRun base) {
  private static final String ALL = "all";

  /** Everything that both runs have. */
  List<Measured> all() {
    Configuration configuration = session.sessionState().newHadoopConf();
    List<Measured> measured = new ArrayList<>();
    if (run.has(Table.LAYERS, configuration) && base.has(Table.LAYERS, configuration)) {
      measured.addAll(layers());
    }
    if (run.has(Table.CLUSTER_STATISTICS, configuration)
        && base.has(Table.CLUSTER_STATISTICS, configuration)) {
      measured.addAll(clusters());
    }
    measured.addAll(failures());
    return measured;
  }

  /**
   * What a layer keeps over all targets.
   *
   * @param kept share of the relevance that arrives
   * @param count of explanations
   */
  private record Layer(double kept, long count) {}

  private List<Measured> layers() {
    Map<String, Layer> own = layers(run);
    Map<String, Layer> others = layers(base);
    List<Measured> measured = new ArrayList<>();
    own.forEach(
        (name, layer) -> {
          Layer other = others.get(name);
          if (other != null) {
            measured.add(
                Measured.plain(
                    DriftMetric.LAYER,
                    name,
                    layer.kept,
                    other.kept,
                    Math.min(layer.count, other.count)));
          }
        });
    return measured;
  }

  private Map<String, Layer> layers(FinishedRun of) {
    Map<String, Layer> layers = new TreeMap<>();
    of.rows(session, Table.LAYERS)
        .groupBy("layer")
        .agg(
            sum(
                col("count")
                    .multiply(
                        col("mean_absorbed_bias")
                            .plus(col("mean_absorbed_stabilizer"))
                            .plus(col("mean_absorbed_dead")))),
            sum(col("count").multiply(col("mean_relevance_in"))),
            sum("count"))
        .collectAsList()
        .forEach(
            row -> {
              double arrived = row.getDouble(2);
              layers.put(
                  row.getString(0),
                  new Layer(arrived == 0 ? 0 : row.getDouble(1) / arrived, row.getLong(3)));
            });
    return layers;
  }

  private List<Measured> clusters() {
    Map<String, List<ClusterMatch.Cluster>> own = clusters(run);
    Map<String, List<ClusterMatch.Cluster>> others = clusters(base);
    List<Measured> measured = new ArrayList<>();
    own.forEach(
        (name, clusters) -> {
          List<ClusterMatch.Cluster> former = others.getOrDefault(name, List.of());
          if (former.size() != clusters.size()) {
            return; // The images fell apart in another way: shares are of other things.
          }
          for (ClusterMatch.Pair pair : ClusterMatch.of(clusters, former)) {
            measured.add(
                Measured.shares(
                    DriftMetric.CLUSTER,
                    name + "/" + pair.own().number(),
                    pair.own().count(),
                    size(clusters),
                    pair.other().count(),
                    size(former)));
          }
        });
    return measured;
  }

  private static long size(List<ClusterMatch.Cluster> clusters) {
    return clusters.stream().mapToLong(ClusterMatch.Cluster::count).sum();
  }

  private Map<String, List<ClusterMatch.Cluster>> clusters(FinishedRun of) {
    Map<String, List<ClusterMatch.Cluster>> clusters = new TreeMap<>();
    for (Row row :
        of.rows(session, Table.CLUSTER_STATISTICS)
            .select("target_name", "cluster", "count", "mean_map")
            .collectAsList()) {
      float[] cells = MapEncoding.floats(row.getList(3));
      double[] map = new double[cells.length];
      for (int i = 0; i < map.length; i++) {
        map[i] = cells[i];
      }
      clusters
          .computeIfAbsent(row.getString(0), name -> new ArrayList<>())
          .add(new ClusterMatch.Cluster(row.getInt(1), row.getLong(2), map));
    }
    return clusters;
  }

  private List<Measured> failures() {
    Map<String, Long> own = failures(run);
    Map<String, Long> others = failures(base);
    long inputs = inputs(run);
    long baseInputs = inputs(base);
    List<Measured> measured = new ArrayList<>();
    measured.add(
        Measured.shares(DriftMetric.FAILED, ALL, total(own), inputs, total(others), baseInputs));
    TreeSet<String> reasons = new TreeSet<>(own.keySet());
    reasons.addAll(others.keySet());
    for (String reason : reasons) {
      measured.add(
          Measured.shares(
              DriftMetric.FAILURES,
              reason,
              own.getOrDefault(reason, 0L),
              inputs,
              others.getOrDefault(reason, 0L),
              baseInputs));
    }
    return measured;
  }

  private static long inputs(FinishedRun of) {
    return of.manifest().path("counts").path("inputs").asLong();
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Counts by stage and reason; numbers in reasons are sizes and places of one image. */
  private Map<String, Long> failures(FinishedRun of) {
    if (of.manifest().path("counts").path("failed").asLong() == 0) {
      return Map.of();
    }
    Map<String, Long> counts = new HashMap<>();
    of.failures(session)
        .groupBy(
            concat(col("stage"), lit(": "), regexp_replace(col("reason"), lit("\\d+"), lit("N")))
                .as("entity"))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }
}
