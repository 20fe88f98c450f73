package org.sparklrp.job.explain;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.heatmap.HeatmapSelection;
import org.sparklrp.job.heatmap.Heatmaps;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.model.Recipes;
import org.sparklrp.job.run.FirstTime;
import org.sparklrp.job.run.Progress;
import org.sparklrp.job.run.SessionChecks;
import org.sparklrp.job.source.FileImageSource;
import org.sparklrp.job.statistics.ClassStatistics;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.job.statistics.LayerTableWriter;
import org.sparklrp.job.statistics.RunCounts;
import org.sparklrp.job.table.MapEncoding;
import org.sparklrp.job.table.OutputFolder;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSchemas;
import org.sparklrp.job.table.TableSink;
import org.sparklrp.relevance.ClassNames;

/**
 * The main job: explains every image of a dataset and writes the tables. Whatever the user got
 * wrong is found before the first image is touched: the output path, the model, its classes, the
 * targets, the input paths, in this order.
 */
public final class ExplainAction {
  private static final Logger LOG = LoggerFactory.getLogger(ExplainAction.class);

  /** The method of Bag-of-Words models, as the table explanations names it. */
  private static final String BAG_OF_WORDS = "bag-of-words";

  private static final int TASKS_PER_CORE = 4;
  private static final int IMAGES_PER_TASK = 512;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final JobConfig config;
  private final ExplainerFactory factory;

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
  }

  /**
   * Runs the job.
   *
   * @throws UserException when the configuration does not fit the model, the images or the paths
   */
  public ExplainResult run() {
    Instant started = Instant.now();
    SessionChecks.check(spark.getConf());
    OutputFolder output = OutputFolder.check(config.output(), configuration);
    ModelFile model = ModelFile.read(config.model(), configuration);
    Recipe recipe = new Recipes(factory, config, spark, configuration).prepared(model);
    FileImageSource source = source(output);
    output.start();
    OptionalDouble firstImage = explain(source, recipe, output);
    recipe.model().unpersist(false);
    RunManifest.Times times = new RunManifest.Times(started, firstImage);
    return finish(times, source.count(), model, recipe.spec().classes(), output);
  }

  private FileImageSource source(OutputFolder output) {
    long largest = FileImageSource.largestFile(config.run().maxPixels());
    FileImageSource source = FileImageSource.list(spark, config.input(), largest);
    if (source.hasImageBelow(output.path())) {
      throw new UserException(
          "Cannot write the results among the images: output.path lies in the input (%s); choose a path outside of it"
              .formatted(output.path()));
    }
    return source;
  }

  /** Tells the seconds from the start of this JVM to the first explained image, if there is any. */
  private OptionalDouble explain(FileImageSource source, Recipe recipe, OutputFolder output) {
    ExplainerSpec spec = recipe.spec();
    int classes = spec.classes().size();
    int targets = spec.targets().stream().mapToInt(each -> each.most(classes)).sum();
    int cores = spark.defaultParallelism();
    int partitions = tasks(source.count(), config.run().batchSize(), targets, cores);
    LOG.info("Explaining {} images in {} tasks on {} cores", source.count(), partitions, cores);
    LongAccumulator done = spark.sc().longAccumulator("images");
    FirstTime first = new FirstTime();
    spark.sc().register(first, "first image");
    Progress progress = new Progress(done, source.count());
    spark.sc().addSparkListener(progress);
    try {
      Map<Table, StructType> schemas = new EnumMap<>(Table.class);
      schemas.put(Table.EXPLANATIONS, TableSchemas.explanations());
      schemas.put(Table.FAILURES, TableSchemas.failures());
      if (hasMaps()) {
        schemas.put(Table.MAPS, TableSchemas.maps(encoding()));
      }
      if (config.output().wishes().flows()) {
        schemas.put(Table.LAYER_PARTS, TableSchemas.layerParts());
      }
      if (!config.output().wishes().concepts().isEmpty()) {
        schemas.put(Table.CONCEPTS, TableSchemas.concepts());
      }
      if (config.output().bowDetails()) {
        schemas.put(Table.WORDS, TableSchemas.words());
        schemas.put(Table.LOCAL_FEATURES, TableSchemas.localFeatures());
      }
      new TableSink(output.path(), configuration)
          .write(
              source
                  .images(partitions)
                  .mapPartitionsToPair(new ExplainTask(recipe, rows(recipe), done, first)),
              schemas);
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

  private OutcomeRows rows(Recipe recipe) {
    MethodConfig method = config.method();
    boolean hasLayers = recipe.spec() instanceof ExplainerSpec.LrpSpec;
    return new OutcomeRows(
        recipe.spec().classes(),
        encoding(),
        recipe.modelSha256(),
        hasLayers ? method.name().key() : BAG_OF_WORDS,
        hasLayers && method.name() == MethodConfig.Name.LRP ? method.rules().composite() : null,
        config.output().conceptChannels());
  }

  private ExplainResult finish(
      RunManifest.Times times,
      long inputs,
      ModelFile model,
      ClassNames classes,
      OutputFolder output) {
    Dataset<Row> explanations = read(output, Table.EXPLANATIONS, TableSchemas.explanations());
    Dataset<Row> failures = read(output, Table.FAILURES, TableSchemas.failures());
    RunCounts counts = RunCounts.of(inputs, explanations, failures);
    if (counts.unknownLabels() > 0) {
      LOG.warn(
          "{} images have a label that is no class of the model; their correctness is unknown",
          counts.unknownLabels());
    }
    List<Row> statistics = ClassStatistics.byTarget(explanations);
    writeStatistics(explanations, statistics, output);
    if (config.output().wishes().flows()) {
      LayerTableWriter.write(
          new TableSink(output.path(), configuration),
          read(output, Table.LAYER_PARTS, TableSchemas.layerParts()));
      output.drop(Table.LAYER_PARTS);
    }
    if (hasMaps() && config.output().heatmaps() > 0 && counts.explained() > 0) {
      drawHeatmaps(explanations, output);
    }
    RunManifest manifest =
        new RunManifest(
            config,
            model,
            classes,
            counts,
            session.version(),
            times,
            Instant.now(),
            output.contents());
    String json = manifest.json();
    output.finish(json);
    return new ExplainResult(
        counts,
        TrainedImages.of(session, model, configuration, explanations),
        counts.failedFraction() > config.run().maxFailedFraction(),
        output.path(),
        statistics,
        json);
  }

  private void writeStatistics(
      Dataset<Row> explanations, List<Row> perTarget, OutputFolder output) {
    List<Row> rows = new ArrayList<>(perTarget);
    Dataset<Row> maps = hasMaps() ? read(output, Table.MAPS, TableSchemas.maps(encoding())) : null;
    if (config.output().by() == OutputConfig.By.LABEL) {
      rows.addAll(ClassStatistics.byLabel(explanations));
      if (maps != null) {
        Dataset<Row> labels = explanations.select("image_id", "target_name", "label");
        maps = maps.join(labels, new String[] {"image_id", "target_name"}, "inner");
      }
    }
    ClassStatisticsTable.write(
        new TableSink(output.path(), configuration), spark, rows, maps, encoding());
  }

  private void drawHeatmaps(Dataset<Row> explanations, OutputFolder output) {
    new Heatmaps(
            output.heatmaps().toString(),
            config.preprocess(),
            encoding(),
            spark.broadcast(new SerializableConfiguration(configuration)))
        .draw(
            spark,
            HeatmapSelection.of(explanations, config.output().heatmaps()),
            read(output, Table.MAPS, TableSchemas.maps(encoding())),
            read(output, Table.CLASS_STATISTICS, TableSchemas.classStatistics())
                .where(functions.col("label").isNull()));
  }

  private Dataset<Row> read(OutputFolder output, Table table, StructType schema) {
    return session.read().schema(schema).parquet(output.table(table).toString());
  }

  private boolean hasMaps() {
    return config.output().maps() != OutputConfig.Maps.NONE;
  }

  private MapEncoding encoding() {
    return new MapEncoding(config.output().maps(), config.output().type());
  }

  /**
   * Several tasks per core even out, and none so long that losing it hurts. A task has a batch of
   * images at least, or few images with many targets, which are as much work.
   */
  static int tasks(long images, int batchSize, int targets, int cores) {
    long wanted =
        Math.max((long) TASKS_PER_CORE * cores, (images + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK);
    long fewest = Math.max(1, batchSize / Math.max(1, targets));
    return (int) Math.max(1, Math.min(wanted, (images + fewest - 1) / fewest));
  }
}
