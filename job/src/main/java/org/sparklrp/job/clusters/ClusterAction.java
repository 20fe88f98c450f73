package org.sparklrp.job.clusters;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.sparklrp.audit.inference.BenjaminiHochberg;
import org.sparklrp.audit.inference.ChanceLevel;
import org.sparklrp.config.key.ClusterConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Clusters the explanations of every class of a run, and ranks the classes by suspicion. */
public final class ClusterAction {
  private static final int MOST_PARTITIONS = 4096;
  private static final int DRAWS_IN_ALL = 200;
  private static final int FEWEST_DRAWS = 9;
  private static final int MOST_DRAWS = 39;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final FinishedRun run;
  private final ClusterConfig config;

  /**
   * A clustering to be.
   *
   * @param session runs it
   * @param run whose maps are clustered
   * @param config how
   * @throws UserException where the run has no maps
   */
  public ClusterAction(SparkSession session, FinishedRun run, ClusterConfig config) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.run = run;
    this.config = config;
    if (!run.hasMaps()) {
      throw new UserException(
          "Cannot cluster explanations: the run has no maps (%s); explain with output.maps = signed-sum"
              .formatted(run.path()));
    }
  }

  /**
   * Clusters, and writes the tables clusters, cluster_statistics and class_ranking in place of
   * former ones.
   */
  public ClusterResult run() {
    long expected = ClassMembers.explanations(run, session).count();
    if (expected == 0) {
      throw new UserException(
          "Cannot cluster explanations: none is of the class an image was taken for or labelled as (%s); explain with targets = [predicted, label]"
              .formatted(run.path()));
    }
    Dataset<Row> members =
        ClassMembers.of(run, session, config, tablesDoNotFit())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (members.count() != expected && config.on().layer() == null) {
        throw new UserException(tablesDoNotFit());
      }
      return cluster(members);
    } finally {
      members.unpersist();
    }
  }

  private String tablesDoNotFit() {
    return "Cannot cluster explanations: the run's tables explanations and maps do not fit together (%s); repeat the run"
        .formatted(run.path());
  }

  private ClusterResult cluster(Dataset<Row> members) {
    Map<Integer, Long> counts = new HashMap<>();
    members
        .groupBy("target")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getInt(0), row.getLong(1)));
    int grid = config.grid();
    ClassSums sums = ClassSums.of(members.toJavaRDD(), grid * grid);
    ClusterTask task =
        new ClusterTask(
            config,
            run.config().run().seed(),
            Math.max(
                FEWEST_DRAWS,
                Math.min(MOST_DRAWS, (DRAWS_IN_ALL + counts.size() - 1) / counts.size())),
            MapSample.of(members.toJavaRDD(), counts, grid, spark),
            spark.broadcast(sums.perClass()),
            spark.broadcast(sums.all()));
    JavaPairRDD<Table, Row> results =
        members
            .repartition(Math.min(MOST_PARTITIONS, 2 * counts.size()), col("target"))
            .sortWithinPartitions("target", "hash", "image_id")
            .toJavaRDD()
            .mapPartitionsToPair(task)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<ClusterResult.RankedClass> ranking = ranking(results);
      write(results, ranking);
      return new ClusterResult(ranking, run.table(Table.CLASS_RANKING));
    } finally {
      results.unpersist();
    }
  }

  private List<ClusterResult.RankedClass> ranking(JavaPairRDD<Table, Row> results) {
    List<ClassSummary> seen =
        new ArrayList<>(
            results
                .filter(row -> row._1() == Table.CLASS_RANKING)
                .map(row -> (ClassSummary) row._2().get(0))
                .collect());
    for (int target = 0; target < run.classes().size(); target++) {
      int each = target;
      if (seen.stream().noneMatch(summary -> summary.target() == each)) {
        seen.add(ClassSummary.unseen(target, run.classes().name(target)));
      }
    }
    seen.sort(
        Comparator.comparingDouble((ClassSummary summary) -> -summary.suspicion())
            .thenComparingInt(ClassSummary::target));
    ChanceLevel chance = chance(seen);
    double[] pValues =
        seen.stream()
            .mapToDouble(
                summary -> summary.clusters().isEmpty() ? 1 : chance.pValue(summary.suspicion()))
            .toArray();
    double[] qValues = BenjaminiHochberg.qValues(pValues);
    List<ClusterResult.RankedClass> ranking = new ArrayList<>();
    for (int i = 0; i < pValues.length; i++) {
      ranking.add(new ClusterResult.RankedClass(i + 1, seen.get(i), pValues[i], qValues[i]));
    }
    return ranking;
  }

  /** The draws of all classes together: under the null hypothesis the classes are alike. */
  private static ChanceLevel chance(List<ClassSummary> summaries) {
    return new ChanceLevel(
        summaries.stream().flatMapToDouble(each -> DoubleStream.of(each.chance())).toArray());
  }

  private void write(JavaPairRDD<Table, Row> results, List<ClusterResult.RankedClass> ranking) {
    List<Row> rows = ranking.stream().map(ClusterTables.RANKING::row).toList();
    ChanceLevel chance = chance(ranking.stream().map(ClusterResult.RankedClass::summary).toList());
    JavaPairRDD<Table, Row> explained =
        results
            .filter(row -> row._1() != Table.CLASS_RANKING)
            .mapToPair(
                row ->
                    row._1() == Table.CLUSTER_STATISTICS
                        ? new Tuple2<>(row._1(), statistics((FoundCluster) row._2().get(0), chance))
                        : row);
    new TableSink(run.path(), configuration)
        .replace(
            explained.union(
                spark
                    .parallelize(rows, 1)
                    .mapToPair(row -> new Tuple2<>(Table.CLASS_RANKING, row))),
            ClusterTables.schemas());
  }

  /** The draws of all classes decide how much a suspicion is beyond chance. */
  private static Row statistics(FoundCluster found, ChanceLevel chance) {
    double pValue = chance.pValue(found.figures().suspicion());
    return ClusterTables.STATISTICS.row(new FoundCluster.WithChance(found, pValue));
  }
}
