package org.sparklrp.job.verify;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.audit.finding.Verdict;
import org.sparklrp.audit.inference.BenjaminiHochberg;
import org.sparklrp.config.key.VerifyConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageFiles;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Tests the suspicious clusters of a run by changing images and asking the run's own model. */
public final class VerifyAction {
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final FinishedRun run;
  private final VerifyConfig config;
  private final ExplainerFactory factory;

  /**
   * A test to be.
   *
   * @param session runs it
   * @param run that was clustered, with the places of its images and its model as they are now
   * @param config how
   * @param factory builds the explainers
   * @throws UserException where the run was not clustered
   */
  public VerifyAction(
      SparkSession session, FinishedRun run, VerifyConfig config, ExplainerFactory factory) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.run = run;
    this.config = config;
    this.factory = factory;
    for (Table table : List.of(Table.CLUSTERS, Table.CLUSTER_STATISTICS)) {
      if (!run.has(table, configuration)) {
        throw new UserException(
            "Cannot verify findings: the run has no table %s (%s); run the command cluster on it first"
                .formatted(table.folder(), run.path()));
      }
    }
  }

  /** Tests, and writes the tables findings and finding_images in place of former ones. */
  public VerifyResult run() {
    ModelFile model = ModelFile.read(run.config().model(), factory, configuration);
    run.requireModel(session, "verify findings", model.sha256(), model.path());
    Recipe recipe =
        new Recipes(factory, run.config(), spark, configuration)
            .prepared(model)
            .forChangedImages("verify findings");
    List<Candidate> candidates =
        new Candidates(session, run, config.images())
            .find(new ImagePlaces(session, run, config.inputPaths()));
    requireImages(candidates);
    List<TestedCandidate> tested =
        Phase.of(
            spark, "Testing " + candidates.size() + " clusters", () -> test(candidates, recipe));
    double[] qValues =
        BenjaminiHochberg.qValues(tested.stream().mapToDouble(TestedCandidate::pValue).toArray());
    List<VerifyResult.Finding> findings = new ArrayList<>();
    for (int i = 0; i < qValues.length; i++) {
      findings.add(new VerifyResult.Finding(tested.get(i), qValues[i]));
    }
    Dataset<Row> images = images(candidates).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      write(findings, images);
      new RelabellingList(run.path(), configuration).write(findings, images);
    } finally {
      images.unpersist();
    }
    findings.sort(
        Comparator.comparing(
                (VerifyResult.Finding finding) -> finding.verdict() != Verdict.CONFIRMED)
            .thenComparingDouble(VerifyResult.Finding::qValue));
    return new VerifyResult(findings, run.table(Table.FINDINGS));
  }

  /** The first image is looked for here: where it has moved, so have all. */
  private void requireImages(List<Candidate> candidates) {
    if (!candidates.isEmpty()) {
      String uri = ImageFiles.file(candidates.get(0).own().get(0).uri());
      boolean isThere =
          new FileTask("read the run's images", "name their folder with --set input.path=...")
              .run(uri, configuration, place -> place.files().exists(place.path()));
      if (!isThere) {
        throw new UserException(
            "Cannot verify findings: an image of the run is not there (%s); name the folder where its images lie now with --set input.path=..."
                .formatted(uri));
      }
    }
  }

  private List<TestedCandidate> test(List<Candidate> candidates, Recipe recipe) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    return spark
        .parallelize(candidates, candidates.size())
        .map(
            new ExperimentTask(
                recipe,
                config.controls(),
                run.config().run().seed(),
                new RunMeter(spark.sc()::longAccumulator),
                new SerializableConfiguration(configuration)))
        .collect();
  }

  /** The explanations of each finding's class, ranked by their relevance in its region. */
  private Dataset<Row> images(List<Candidate> candidates) {
    Map<String, Map<Integer, boolean[]>> regions = new HashMap<>();
    for (Candidate candidate : candidates) {
      regions
          .computeIfAbsent(candidate.targetName(), name -> new HashMap<>())
          .put(candidate.cluster(), candidate.inside());
    }
    int grid = candidates.isEmpty() ? 2 : candidates.get(0).grid();
    Dataset<Row> clusters =
        run.rows(session, Table.CLUSTERS)
            .select(col("image_id"), col("target"), col("target_name"), col("cluster").as("own"));
    Dataset<Row> shares =
        StoredMap.read(run.maps(session).where(col("contrast").isNull()), run.encoding())
            .mapPartitions(
                new SimilarityTask(run.encoding(), grid, spark.broadcast(regions)),
                Encoders.row(SimilarityTask.SCHEMA))
            .join(clusters, new String[] {"image_id", "target_name"}, "inner");
    Column mean =
        avg(when(col("own").equalTo(col("cluster")), col("similarity")))
            .over(Window.partitionBy("target", "cluster"));
    Column rank =
        row_number()
            .over(
                Window.partitionBy("target", "cluster")
                    .orderBy(col("similarity").desc(), col("image_id")));
    return shares
        .withColumn("rank", rank)
        .withColumn("concerned", col("similarity").geq(mean.divide(2)))
        .select("target", "target_name", "cluster", "image_id", "similarity", "rank", "concerned");
  }

  private void write(List<VerifyResult.Finding> findings, Dataset<Row> images) {
    JavaPairRDD<Table, Row> rows =
        spark
            .parallelize(findings.stream().map(FindingTables.FINDINGS::row).toList(), 1)
            .mapToPair(row -> new Tuple2<>(Table.FINDINGS, row));
    JavaPairRDD<Table, Row> imageRows =
        images
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(Table.FINDING_IMAGES, FindingTables.IMAGES.row(row)));
    new TableSink(run.path(), configuration)
        .replace(rows.union(imageRows), FindingTables.schemas());
  }
}
