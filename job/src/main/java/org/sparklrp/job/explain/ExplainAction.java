package org.sparklrp.job.explain;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.job.row.ConceptRow;
import org.sparklrp.job.row.ExplanationRow;
import org.sparklrp.job.row.FailureRow;
import org.sparklrp.job.row.LocalFeatureRow;
import org.sparklrp.job.row.MapRow;
import org.sparklrp.job.row.Provenance;
import org.sparklrp.job.row.WordRow;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.run.Progress;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.run.SessionChecks;
import org.sparklrp.job.run.Termination;
import org.sparklrp.job.source.FileImageSource;
import org.sparklrp.job.statistics.LayerSums;
import org.sparklrp.job.table.OutputFolder;
import org.sparklrp.job.table.RunIntent;
import org.sparklrp.job.table.RunJournal;
import org.sparklrp.job.table.RunTables;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;

/**
 * The main job: explains every image of a dataset and writes the tables. Whatever the user got
 * wrong is found before the first image is touched: the output path, the model, its classes, the
 * targets, the input paths, in this order.
 */
public final class ExplainAction {
  private static final Logger LOG = LoggerFactory.getLogger(ExplainAction.class);

  /** The method of Bag-of-Words models, as the table explanations names it. */
  private static final String BAG_OF_WORDS = "bag-of-words";

  /** On a cluster executors register while the job starts: it is taken for one of so many cores. */
  private static final int CORES_OF_A_CLUSTER = 16;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final JobConfig config;
  private final ExplainerFactory factory;
  private final RunMeter meter;

  /**
   * A run to be.
   *
   * @param session runs it
   * @param config what is to be done
   * @param factory builds the explainers
   */
  public ExplainAction(SparkSession session, JobConfig config, ExplainerFactory factory) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.config = config;
    this.factory = factory;
    this.meter = new RunMeter(session.sparkContext()::longAccumulator);
  }

  /**
   * Runs the job.
   *
   * @throws UserException when the configuration does not fit the model, the images or the paths
   */
  public ExplainResult run() {
    Instant started = Instant.now();
    SessionChecks.check(spark.getConf());
    try (OutputFolder output = OutputFolder.check(config.output(), configuration)) {
      ModelFile model = ModelFile.read(config.model(), factory, configuration);
      Completion completion = new Completion(session, config, model, output);
      Optional<ExplainResult> known = completion.known();
      if (known.isPresent()) {
        return known.get();
      }
      Recipe recipe = new Recipes(factory, config, spark, configuration).prepared(model);
      FileImageSource source = source(output);
      RunJournal journal = output.start(intent(source, recipe));
      if (journal.done() > 0) {
        LOG.info("Going on: {} of {} parts are done", journal.done(), journal.parts());
      }
      try (Termination end = Termination.expect(() -> ended(journal), System.err, output::close)) {
        OptionalDouble firstImage = explain(source, recipe, output, journal);
        recipe.model().unpersist(false);
        RunManifest.Times times = new RunManifest.Times(started, firstImage, meter.seconds());
        return completion.finish(times, source, recipe.spec().classes());
      }
    }
  }

  private static String ended(RunJournal journal) {
    return String.format(
        Locale.ROOT,
        "Ended by a signal when %d of %d parts were done; run it again with output.mode = resume to go on",
        journal.done(),
        journal.parts());
  }

  private RunIntent intent(FileImageSource source, Recipe recipe) {
    int classes = recipe.spec().classes().size();
    int targets = recipe.spec().targets().stream().mapToInt(each -> each.most(classes)).sum();
    int cores = spark.defaultParallelism();
    int parts =
        new PartCount(source.count(), config.run().batchSize(), targets, recipe.gigaflops())
            .parts(spark.isLocal() ? cores : Math.max(CORES_OF_A_CLUSTER, cores));
    return new RunIntent(
        config.resolved(), recipe.modelSha256(), source.count(), source.sha256(), parts);
  }

  private FileImageSource source(OutputFolder output) {
    FileImageSource source =
        Phase.of(
            spark,
            "Listing images",
            () -> FileImageSource.list(spark, config.input(), config.run().limits()));
    if (source.hasImageBelow(output.path())) {
      throw new UserException(
          "Cannot write the results among the images: output.path lies in the input (%s); choose a path outside of it"
              .formatted(output.path()));
    }
    if (!source.leftOut().isEmpty()) {
      LOG.warn("Left out, as no images of the dataset: {}", leftOut(source.leftOut()));
    }
    return source;
  }

  /** As in: 3 .txt, 12 .webp, 2 hidden. */
  private static String leftOut(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Tells the seconds from the start of this JVM to the first explained image, if there is any. */
  private OptionalDouble explain(
      FileImageSource source, Recipe recipe, OutputFolder output, RunJournal journal) {
    LOG.info(
        "Explaining {} images in {} tasks on {} cores{}",
        source.count(),
        journal.parts(),
        spark.defaultParallelism(),
        spark.isLocal() ? "" : " so far");
    FirstTime first = new FirstTime();
    spark.sc().register(first, "first image");
    Progress progress = new Progress(meter, source.count());
    spark.sc().addSparkListener(progress);
    try {
      JavaPairRDD<Table, Row> rows =
          source
              .images(journal.parts())
              .mapPartitionsToPair(new ExplainTask(recipe, rows(recipe), meter, first));
      Phase.run(
          spark,
          "Explaining " + source.count() + " images",
          () -> new TableSink(output.work(), configuration).write(rows, schemas(), journal, meter));
    } finally {
      spark.sc().removeSparkListener(progress);
    }
    if (first.isZero()) {
      return OptionalDouble.empty();
    }
    double seconds = (first.value() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
    LOG.info("The first image was explained {} s after the start", seconds);
    return OptionalDouble.of(seconds);
  }

  /** Which tables the tasks write. */
  private Map<Table, StructType> schemas() {
    OutputConfig output = config.output();
    Map<Table, StructType> schemas = new EnumMap<>(Table.class);
    schemas.put(Table.EXPLANATIONS, ExplanationRow.COLUMNS.schema());
    schemas.put(Table.FAILURES, FailureRow.COLUMNS.schema());
    if (RunTables.hasMaps(output)) {
      schemas.put(Table.MAPS, MapRow.columns(RunTables.encoding(output)).schema());
    }
    if (output.wishes().flows()) {
      schemas.put(Table.LAYER_PARTS, LayerSums.schema());
    }
    if (!output.wishes().concepts().isEmpty()) {
      schemas.put(Table.CONCEPTS, ConceptRow.COLUMNS.schema());
    }
    if (output.bowDetails()) {
      schemas.put(Table.WORDS, WordRow.COLUMNS.schema());
      schemas.put(Table.LOCAL_FEATURES, LocalFeatureRow.COLUMNS.schema());
    }
    return schemas;
  }

  private OutcomeRows rows(Recipe recipe) {
    MethodConfig method = config.method();
    boolean hasLayers = recipe.spec() instanceof ExplainerSpec.LrpSpec;
    Provenance provenance =
        new Provenance(
            recipe.spec().classes(),
            recipe.modelSha256(),
            hasLayers ? method.name().key() : BAG_OF_WORDS,
            hasLayers && method.name() == MethodConfig.Name.LRP
                ? method.rules().composite()
                : null);
    return new OutcomeRows(
        provenance, RunTables.encoding(config.output()), config.output().conceptChannels());
  }
}
