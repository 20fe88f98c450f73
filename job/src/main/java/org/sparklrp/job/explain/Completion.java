package org.sparklrp.job.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.heatmap.HeatmapSelection;
import org.sparklrp.job.heatmap.Heatmaps;
import org.sparklrp.job.model.ModelFile;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.statistics.ClassGroup;
import org.sparklrp.job.statistics.ClassStates;
import org.sparklrp.job.statistics.ClassStatistics;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.job.statistics.LayerSums;
import org.sparklrp.job.statistics.LayerTableWriter;
import org.sparklrp.job.statistics.RunCounts;
import org.sparklrp.job.statistics.UnknownLabels;
import org.sparklrp.job.table.OutputFolder;
import org.sparklrp.job.table.RunIntent;
import org.sparklrp.job.table.RunTables;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import org.sparklrp.relevance.ClassNames;

/**
 * What follows from the tables of the tasks: counts, statistics, the manifest, pictures, in this
 * order. All of it can be had again from the tables, so that a run that ends in between is resumed
 * here; pictures come last, for a run without some of them is worth no less.
 */
final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final JobConfig config;
  private final ModelFile model;
  private final OutputFolder output;

  Completion(SparkSession session, JobConfig config, ModelFile model, OutputFolder output) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.config = config;
    this.model = model;
    this.output = output;
  }

  /**
   * The result of a run that is complete and was asked to be resumed: there is nothing to do.
   *
   * @throws UserException when it was a run of another configuration or model
   */
  Optional<ExplainResult> known() {
    Optional<JsonNode> manifest = output.complete();
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    JsonNode root = manifest.get();
    RunIntent wanted = new RunIntent(config.resolved(), model.sha256(), 0, "", 0);
    RunIntent former =
        new RunIntent(
            root.path("config").toString(), root.path("model").path("sha256").asText(), 0, "", 0);
    Optional<String> difference = wanted.differenceFrom(former);
    if (difference.isPresent()) {
      throw new UserException(
          "Cannot resume the run in %s: it is complete and was another one (%s); choose another output.path or set output.mode = overwrite"
              .formatted(output.path(), difference.get()));
    }
    LOG.info("The run in {} is complete; nothing is done again", output.path());
    RunTables tables = tables();
    RunCounts counts =
        RunCounts.of(
            root.path("counts").path("inputs").asLong(), tables.explanations(), tables.failures());
    List<Row> statistics =
        ClassStatisticsTable.overAll(
            new ClassStates(OutputConfig.By.TARGET).scalars(tables.explanations()));
    return Optional.of(result(counts, statistics, root.toPrettyString() + "\n"));
  }

  /** Completes a run whose tasks are done. */
  ExplainResult finish(RunManifest.Times times, ImageSource source, ClassNames classes) {
    RunTables tables = tables();
    RunCounts counts =
        Phase.of(
            spark,
            "Counting",
            () -> RunCounts.of(source.count(), tables.explanations(), tables.failures()));
    if (counts.unknownLabels() > 0) {
      LOG.warn(
          "{} images have a label that is no class of the model, so that their correctness is unknown: {}",
          counts.unknownLabels(),
          UnknownLabels.of(tables.explanations(), classes));
    }
    List<Row> statistics =
        Phase.of(spark, "Adding up statistics of classes", () -> writeStatistics(tables));
    if (config.output().wishes().flows()) {
      LayerTableWriter.write(sink(), tables.read(Table.LAYER_PARTS, LayerSums.schema()));
    }
    String manifest = manifest(times, classes, counts, source.leftOut());
    output.publish(manifest);
    if (RunTables.hasMaps(config.output())
        && config.output().heatmaps() > 0
        && counts.explained() > 0) {
      Phase.run(spark, "Drawing heatmaps", this::drawHeatmaps);
      manifest = manifest(times, classes, counts, source.leftOut());
      output.update(manifest);
    }
    return result(counts, statistics, manifest);
  }

  private RunTables tables() {
    return new RunTables(session, config.output(), output.work());
  }

  private TableSink sink() {
    return new TableSink(output.work(), configuration);
  }

  private String manifest(
      RunManifest.Times times, ClassNames classes, RunCounts counts, Map<String, Long> leftOut) {
    return new RunManifest(
            config,
            model,
            classes,
            counts,
            leftOut,
            session.version(),
            times,
            Instant.now(),
            output.contents())
        .json();
  }

  private ExplainResult result(RunCounts counts, List<Row> statistics, String manifest) {
    return new ExplainResult(
        counts,
        TrainedImages.of(session, model, configuration, tables().explanations()),
        counts.failedFraction() > config.run().maxFailedFraction(),
        output.path(),
        statistics,
        manifest);
  }

  private List<Row> writeStatistics(RunTables tables) {
    ClassStates states = new ClassStates(config.output().by());
    Map<ClassGroup, ClassStatistics> scalars = states.scalars(tables.explanations());
    ClassStatisticsTable.write(
        sink(),
        RunTables.hasMaps(config.output()) && !scalars.isEmpty()
            ? states.withMaps(
                spark,
                scalars,
                tables.maps(),
                tables.explanations(),
                RunTables.encoding(config.output()))
            : ClassStates.withoutMaps(spark, scalars));
    return ClassStatisticsTable.overAll(scalars);
  }

  /** Pictures that cannot be drawn are a warning: the tables are complete. */
  private void drawHeatmaps() {
    RunTables tables = tables();
    try {
      new Heatmaps(
              output.heatmaps().toString(),
              config.preprocess(),
              RunTables.encoding(config.output()),
              spark.broadcast(new SerializableConfiguration(configuration)))
          .draw(
              spark,
              HeatmapSelection.of(tables.explanations(), config.output().heatmaps()),
              tables.maps(),
              tables
                  .read(Table.CLASS_STATISTICS, ClassStatisticsTable.schema())
                  .where(ClassStatisticsTable.isOverAll()));
    } catch (RuntimeException e) {
      LOG.warn("The tables are complete, but not all pictures could be drawn", e);
    }
  }
}
