package org.sparklrp.job.compare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.audit.drift.ClassComparison;
import org.sparklrp.audit.drift.GateCheck;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.audit.drift.Measured;
import org.sparklrp.audit.drift.Past;
import org.sparklrp.audit.drift.ResampledSums;
import org.sparklrp.audit.drift.Resampling;
import org.sparklrp.config.key.CompareConfig;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.compare.CompareResult.Images;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.history.DriftRow;
import org.sparklrp.job.history.HistoryFolder;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.OutputFolder;
import org.sparklrp.job.table.RunDifferences;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Compares a run with a baseline, class by class. */
final class CompareAction {
  private static final Logger LOG = LoggerFactory.getLogger(CompareAction.class);

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final FinishedRun run;
  private final FinishedRun base;
  private final CompareConfig config;
  private final boolean hasMaps;

  /**
   * A comparison to be.
   *
   * @throws UserException where the runs cannot be compared
   */
  CompareAction(SparkSession session, FinishedRun run, FinishedRun base, CompareConfig config) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.run = run;
    this.base = base;
    this.config = config;
    this.hasMaps = run.hasMaps() && base.hasMaps();
    refuse(RunDifferences.ofExplanations(run, base));
    refuse(grids());
  }

  private void refuse(Optional<String> difference) {
    if (difference.isPresent()) {
      throw new UserException(
          "Cannot compare the runs %s and %s: they differ in %s; compare runs of one method and set of classes"
              .formatted(run.path(), base.path(), difference.get()));
    }
  }

  private Optional<String> grids() {
    if (!hasMaps) {
      return Optional.empty();
    }
    String own = grid(run);
    String other = grid(base);
    boolean isOne = own.equals(other) || own.isEmpty() || other.isEmpty();
    return isOne
        ? Optional.empty()
        : Optional.of("the grid of their mean maps (%s, %s)".formatted(own, other));
  }

  private String grid(FinishedRun of) {
    Row size =
        of.rows(session, Table.CLASS_STATISTICS).agg(max("map_height"), max("map_width")).first();
    return size.isNullAt(0) ? "" : size.getInt(0) + " x " + size.getInt(1);
  }

  /** Compares; writes nothing. */
  CompareResult compare() {
    DriftRow.Compared compared =
        new DriftRow.Compared(
            run.id(),
            run.started().toString(),
            run.modelSha256(),
            base.id(),
            UUID.nameUUIDFromBytes(run.config().resolved().getBytes(StandardCharsets.UTF_8))
                .toString(),
            Instant.now().toString());
    Dataset<Row> both = sharedImages();
    Images images = images();
    List<Measured> measured = new ArrayList<>();
    boolean isPartOnly =
        images.shared() > 0 && images.shared() < Math.max(images.run(), images.baseline());
    measured.addAll(
        Phase.of(spark, "Comparing classes", () -> classes(isPartOnly ? both : null, images)));
    measured.addAll(new RunFigures(session, run, base).all());
    List<Judged> judged =
        new GateCheck(config.gates(), config.falseDiscovery(), past(compared)).judge(measured);
    return new CompareResult(compared, images, config.gates(), judged, run.table(Table.DRIFT));
  }

  private Past past(DriftRow.Compared compared) {
    return config.root().isEmpty()
        ? Past.NONE
        : history().before(session, compared, config.gates());
  }

  private HistoryFolder history() {
    return new HistoryFolder(config.root(), configuration);
  }

  private Dataset<Row> ids(FinishedRun of) {
    return of.explanations(session).select("image_id").distinct();
  }

  private Dataset<Row> sharedImages() {
    return ids(run).join(ids(base), new String[] {"image_id"}, "inner");
  }

  private Images images() {
    Row counts =
        ids(run)
            .withColumn("own", lit(1))
            .join(ids(base).withColumn("other", lit(1)), new String[] {"image_id"}, "full_outer")
            .agg(count("own"), count("other"), sum(col("own").multiply(col("other"))))
            .first();
    return new Images(
        counts.getLong(0), counts.getLong(1), counts.isNullAt(2) ? 0 : counts.getLong(2));
  }

  private List<Measured> classes(@Nullable Dataset<Row> shared, Images images) {
    long seed = base.config().run().seed();
    Resampling weights = new Resampling(config.replicates(), config.splits(), seed, images.dealt());
    JavaPairRDD<ClassKey, ResampledSums> runSums = sums(run, weights, shared);
    JavaPairRDD<ClassKey, ResampledSums> baseSums = sums(base, weights, shared);
    try {
      var runTotals = spark.broadcast(totals(runSums));
      var baseTotals = spark.broadcast(totals(baseSums));
      boolean withMaps = hasMaps;
      List<Measured> measured =
          new ArrayList<>(
              runSums
                  .fullOuterJoin(baseSums)
                  .flatMap(
                      pair -> {
                        boolean isShared = pair._1().shared();
                        return ClassComparison.of(
                                pair._1().target(),
                                isShared,
                                new ClassComparison.Side(
                                    pair._2()._1().orElse(new ResampledSums(weights)),
                                    total(runTotals.value(), isShared, weights)),
                                new ClassComparison.Side(
                                    pair._2()._2().orElse(new ResampledSums(weights)),
                                    total(baseTotals.value(), isShared, weights)),
                                withMaps)
                            .iterator();
                      })
                  .collect());
      measured.sort(
          Comparator.comparing(Measured::metric)
              .thenComparing(Measured::entity)
              .thenComparing(Measured::shared));
      return measured;
    } finally {
      runSums.unpersist();
      baseSums.unpersist();
    }
  }

  private JavaPairRDD<ClassKey, ResampledSums> sums(
      FinishedRun of, Resampling resampling, @Nullable Dataset<Row> shared) {
    ClassSums sums = new ClassSums(session, of, resampling, hasMaps);
    JavaPairRDD<ClassKey, ResampledSums> all = sums.of(null);
    return (shared == null ? all : all.union(sums.of(shared)))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The history is complete without. */
  private void rollUp() {
    try {
      history().rollUp(session, HistoryFolder.MANY);
    } catch (UserException | EnvironmentException e) {
      LOG.warn("The history has no roll-up of its last entries, and is read more slowly", e);
    }
  }

  private static Map<Boolean, double[]> totals(JavaPairRDD<ClassKey, ResampledSums> sums) {
    return new HashMap<>(
        sums.mapToPair(pair -> new Tuple2<>(pair._1().shared(), pair._2().counts()))
            .reduceByKey(
                (own, other) -> {
                  double[] both = own.clone();
                  for (int i = 0; i < both.length; i++) {
                    both[i] += other[i];
                  }
                  return both;
                })
            .collectAsMap());
  }

  private static double[] total(
      Map<Boolean, double[]> totals, boolean shared, Resampling resampling) {
    return totals.getOrDefault(shared, new double[resampling.rows()]);
  }

  /** Writes the table drift, the history's file and the files for other systems. */
  void write(CompareResult result) {
    List<DriftRow> rows =
        result.judged().stream().map(each -> new DriftRow(result.compared(), each)).toList();
    JavaPairRDD<Table, Row> table =
        spark
            .parallelize(rows.stream().map(DriftRow::row).toList(), 1)
            .mapToPair(row -> new Tuple2<>(Table.DRIFT, row));
    new TableSink(run.path(), configuration).replace(table, Map.of(Table.DRIFT, DriftRow.schema()));
    Map<String, String> files =
        new HashMap<>(
            Map.of(
                OutputFolder.VERDICT,
                VerdictFiles.json(result),
                OutputFolder.METRICS,
                VerdictFiles.metrics(result),
                OutputFolder.EVENTS,
                VerdictFiles.events(result)));
    if (config.openLineage()) {
      files.put(OutputFolder.LINEAGE, OpenLineageFacet.json(result));
    }
    new FileTask("write the verdict", "check the run's folder")
        .run(
            run.path().toString(),
            configuration,
            home -> {
              for (Map.Entry<String, String> file : files.entrySet()) {
                HadoopPath place = home.child(file.getKey());
                place.write(file.getValue().getBytes(StandardCharsets.UTF_8));
              }
              return home;
            });
    if (!config.root().isEmpty()) {
      history().add(result.compared(), rows);
      rollUp();
    }
  }
}
