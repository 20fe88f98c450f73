package org.sparklrp.job.explain;

import java.lang.management.ManagementFactory;
import java.time.Instant;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.config.JobConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.run.Progress;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.run.SessionChecks;
import org.sparklrp.job.run.Termination;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.table.OutputFolder;
import org.sparklrp.job.table.RunIntent;
import org.sparklrp.job.table.RunJournal;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;

/**
 * The main job: explains every image of a dataset and writes the tables. Whatever the user got
 * wrong is found before the first image is touched: the output path, the model, its classes, the
 * targets, the input paths, in this order.
 */
public final class ExplainAction {
  private static final Logger LOG = LoggerFactory.getLogger(ExplainAction.class);

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
      ImageSource source = source(output);
      RunJournal journal = output.start(intent(source, recipe));
      if (journal.done() > 0) {
        LOG.info("Going on: {} of {} parts are done", journal.done(), journal.parts());
      }
      return Termination.during(
          () -> ended(journal),
          output::close,
          () -> {
            OptionalDouble firstImage = explain(source, recipe, output, journal);
            RunManifest.Times times = new RunManifest.Times(started, firstImage, meter.seconds());
            return completion.finish(times, source, recipe.spec().classes());
          });
    }
  }

  private static String ended(RunJournal journal) {
    return String.format(
        Locale.ROOT,
        "Ended by a signal when %d of %d parts were done; run it again with output.mode = resume to go on",
        journal.done(),
        journal.parts());
  }

  private RunIntent intent(ImageSource source, Recipe recipe) {
    int classes = recipe.spec().classes().size();
    int targets = recipe.spec().targets().stream().mapToInt(each -> each.most(classes)).sum();
    int cores = spark.defaultParallelism();
    int parts =
        new PartCount(source.count(), config.run().batchSize(), targets, recipe.gigaflops())
            .parts(spark.isLocal() ? cores : Math.max(CORES_OF_A_CLUSTER, cores));
    return new RunIntent(
        config.resolved(), recipe.model().sha256(), source.count(), source.sha256(), parts);
  }

  private ImageSource source(OutputFolder output) {
    ImageSource source =
        Phase.of(
            spark,
            "Listing images",
            () -> ImageSources.open(session, config.input(), config.run().limits()));
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
      ImageSource source, Recipe recipe, OutputFolder output, RunJournal journal) {
    LOG.info(
        "Explaining {} images in {} tasks on {} cores{}",
        source.count(),
        journal.parts(),
        spark.defaultParallelism(),
        spark.isLocal() ? "" : " so far");
    FirstTime first = new FirstTime();
    spark.sc().register(first, "first image");
    ColourCount colours = ColourCount.of(spark.sc());
    ExplainTask.Signals signals = new ExplainTask.Signals(meter, first, colours);
    PlannedTables tables = PlannedTables.of(config, recipe);
    Progress progress = new Progress(meter, source.count());
    spark.sc().addSparkListener(progress);
    try {
      JavaPairRDD<Table, Row> rows =
          source
              .images(journal.parts())
              .mapPartitionsToPair(new ExplainTask(recipe, tables.rows(), signals));
      Phase.run(
          spark,
          "Explaining " + source.count() + " images",
          () ->
              new TableSink(output.work(), configuration)
                  .write(rows, tables.schemas(), journal, meter));
    } finally {
      spark.sc().removeSparkListener(progress);
    }
    colours.note(config.preprocess().channels()).ifPresent(LOG::warn);
    if (first.isZero()) {
      return OptionalDouble.empty();
    }
    double seconds = (first.value() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
    LOG.info("The first image was explained {} s after the start", seconds);
    return OptionalDouble.of(seconds);
  }
}
