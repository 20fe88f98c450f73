package org.sparklrp.job.merge;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.statistics.ClassGroup;
import org.sparklrp.job.statistics.ClassStates;
import org.sparklrp.job.statistics.ClassStatistics;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.job.statistics.LayerTableWriter;
import org.sparklrp.job.statistics.RunCounts;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.OutputPlace;
import org.sparklrp.job.table.RunDifferences;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableFolder;
import org.sparklrp.job.table.TableSink;

/** Merges the statistics of finished runs. */
public final class MergeAction {
  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final List<FinishedRun> runs;
  private final Duplicates duplicates;
  private final OutputPlace place;

  /**
   * A merge to be.
   *
   * @param session runs it
   * @param glob the runs' folders
   * @param output the folder that gets the tables
   * @param mode what happens when it is not empty
   * @param duplicates what becomes of images that several runs have
   * @throws UserException where there are no such runs, or they do not belong together
   */
  public MergeAction(
      SparkSession session,
      String glob,
      String output,
      OutputConfig.Mode mode,
      Duplicates duplicates) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.duplicates = duplicates;
    this.runs = single(open(glob));
    this.place =
        OutputPlace.find(
            "the merged statistics",
            new OutputConfig(output, OutputConfig.Maps.NONE, OutputConfig.Type.FLOAT32, mode, 0),
            configuration,
            MergeAction::requireOwn);
  }

  private static void requireOwn(OutputPlace place) throws IOException {
    if (place.holdsSomething()) {
      HadoopPath manifest = place.place().child(MANIFEST);
      boolean isMerged =
          manifest.files().exists(manifest.path())
              && JSON.readTree(manifest.read(HadoopPath.LARGEST_FILE)).has(FinishedRun.MERGED);
      if (!isMerged) {
        throw new UserException(
            "Cannot overwrite the folder: the command merge did not write it (%s); choose another one for --output"
                .formatted(place.path()));
      }
    }
  }

  private List<FinishedRun> open(String glob) {
    List<String> folders =
        new FileTask("find the runs", "give --runs the folders of finished runs")
            .run(
                glob,
                configuration,
                place -> {
                  FileStatus[] matches = place.files().globStatus(place.path());
                  List<String> found = new ArrayList<>();
                  for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                    if (match.isDirectory()) {
                      found.add(match.getPath().toString());
                    }
                  }
                  return found;
                });
    if (folders.isEmpty()) {
      throw new UserException(
          "Cannot merge runs: no folder is there (%s); give --runs the folders of finished runs"
              .formatted(glob));
    }
    return folders.stream()
        .map(folder -> FinishedRun.open(folder, configuration))
        .sorted(Comparator.comparing(FinishedRun::started).thenComparing(FinishedRun::id))
        .toList();
  }

  /** Refuses runs that do not belong together. */
  private List<FinishedRun> single(List<FinishedRun> opened) {
    FinishedRun first = opened.get(0);
    for (FinishedRun run : opened) {
      Optional<String> difference = RunDifferences.ofRuns(first, run);
      if (difference.isPresent()) {
        throw new UserException(
            "Cannot merge runs: %s and %s differ in %s; merge runs of one model, method and set of classes"
                .formatted(first.path(), run.path(), difference.get()));
      }
    }
    for (FinishedRun run : opened) {
      if (!run.has(Table.CLASS_STATES, configuration)) {
        throw new UserException(
            "Cannot merge runs: one has no table class_states (%s); explain it anew with this version"
                .formatted(run.path()));
      }
    }
    return opened;
  }

  /** Merges, and writes the tables and the manifest. */
  public MergeResult run() {
    requireOneGrid();
    Row images = images();
    long inputs = images.getLong(0);
    long superseded = images.isNullAt(1) ? 0 : images.getLong(1);
    if (superseded > 0 && duplicates == Duplicates.REFUSE) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot merge runs: %d images are in several of them (%s is one); leave a run out, or let the later stand with --duplicates later",
              superseded,
              images.getString(2)));
    }
    boolean overlap = superseded > 0;
    Dataset<Row> explanations = latest(FinishedRun::explanations, overlap);
    Dataset<Row> failures = latest(FinishedRun::failures, overlap);
    RunCounts counts = RunCounts.of(inputs, explanations, failures);
    TableSink sink = new TableSink(place.path(), configuration);
    ClassStatisticsTable.write(sink, overlap ? computed(explanations) : added());
    if (overlap || !runs.stream().allMatch(run -> run.has(Table.LAYERS, configuration))) {
      place.work(here -> here.files().delete(here.child(Table.LAYERS.folder()).path(), true));
    } else {
      LayerTableWriter.merge(sink, layers());
    }
    String manifest = manifest(counts, superseded);
    place.work(here -> here.child(MANIFEST).write(manifest.getBytes(StandardCharsets.UTF_8)));
    return new MergeResult(
        runs.stream().map(FinishedRun::path).toList(), counts, superseded, place.path());
  }

  /** The number of images, of those in several runs, and the first of these. */
  private Row images() {
    Dataset<Row> all = runs.get(0).images(session);
    for (FinishedRun run : runs.subList(1, runs.size())) {
      all = all.union(run.images(session));
    }
    return all.groupBy("image_id")
        .agg(count(lit(1)).as("runs"))
        .agg(
            count(lit(1)),
            sum(col("runs").gt(1).cast("long")),
            min(when(col("runs").gt(1), col("image_id"))))
        .first();
  }

  private interface Rows {
    Dataset<Row> of(FinishedRun run, SparkSession session);
  }

  private Dataset<Row> latest(Rows rows, boolean overlap) {
    Dataset<Row> all = rows.of(runs.get(0), session);
    for (FinishedRun run : runs.subList(1, runs.size())) {
      all =
          (overlap ? FinishedRun.without(all, run.images(session)) : all)
              .union(rows.of(run, session));
    }
    return all;
  }

  private void requireOneGrid() {
    List<String> grids =
        allStates()
            .where(col("map_height").isNotNull())
            .groupBy("map_height", "map_width")
            .count()
            .collectAsList()
            .stream()
            .map(row -> row.getInt(0) + " x " + row.getInt(1))
            .sorted()
            .toList();
    if (grids.size() > 1) {
      throw new UserException(
          "Cannot merge runs: their mean maps are of several sizes (%s); explain with one size of images, as by preprocess.crop"
              .formatted(String.join(", ", grids)));
    }
  }

  private Dataset<Row> states(FinishedRun run) {
    return TableFolder.read(
        session, run.table(Table.CLASS_STATES), ClassStatisticsTable.statesSchema());
  }

  private Dataset<Row> allStates() {
    Dataset<Row> all = states(runs.get(0));
    for (FinishedRun run : runs.subList(1, runs.size())) {
      all = all.union(states(run));
    }
    return all;
  }

  private Dataset<Row> layers() {
    return runs.stream()
        .map(run -> TableFolder.read(session, run.table(Table.LAYERS), LayerTableWriter.schema()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private JavaPairRDD<ClassGroup, ClassStatistics> added() {
    return ClassStatisticsTable.read(allStates())
        .reduceByKey(ClassStatistics::merge, spark.defaultParallelism());
  }

  /** From the tables: a state does not tell what one image has put into it. */
  private JavaPairRDD<ClassGroup, ClassStatistics> computed(Dataset<Row> explanations) {
    FinishedRun first = runs.get(0);
    ClassStates states = new ClassStates(first.config().output().by());
    Map<ClassGroup, ClassStatistics> scalars = states.scalars(explanations);
    return first.hasMaps() && !scalars.isEmpty()
        ? states.withMaps(
            spark, scalars, latest(FinishedRun::maps, true), explanations, first.encoding())
        : ClassStates.withoutMaps(spark, scalars);
  }

  private static long superseded(FinishedRun run) {
    return run.manifest().path("superseded").asLong();
  }

  private String manifest(RunCounts counts, long superseded) {
    ObjectNode root = runs.get(0).manifest().deepCopy();
    for (String own : List.of("files", "seconds", "seconds_to_first_image", "task_seconds")) {
      root.remove(own);
    }
    root.put("finished", Instant.now().toString());
    root.putObject("counts")
        .put("inputs", counts.inputs())
        .put("explained", counts.explained())
        .put("failed", counts.failed())
        .put("explanations", counts.explanations())
        .put("labelled", counts.labelled())
        .put("correct", counts.correct())
        .put("unknown_labels", counts.unknownLabels());
    var merged = root.putArray(FinishedRun.MERGED);
    for (FinishedRun run : runs) {
      if (run.manifest().has(FinishedRun.MERGED)) {
        run.manifest().path(FinishedRun.MERGED).forEach(merged::add);
      } else {
        merged.add(run.path().toString());
      }
    }
    root.put("superseded", superseded + runs.stream().mapToLong(MergeAction::superseded).sum());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A manifest is JSON", e);
    }
  }
}
