package org.sparklrp.job.table;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.relevance.ClassNames;

/**
 * The tables of a run that is complete, for the commands that read them.
 *
 * @param path the run's output path
 * @param config what the run was told, from its manifest
 * @param classes of its model, in the order of the logits; empty where the manifest is of a version
 *     that did not name them
 * @param manifest all that is said of it
 */
public record FinishedRun(Path path, JobConfig config, ClassNames classes, JsonNode manifest) {
  /** The name in a manifest under which a run that was merged from others lists them. */
  public static final String MERGED = "merged";

  private static final String MANIFEST = "manifest.json";
  private static final String KEY = "image_id";
  private static final FileTask OPENING =
      new FileTask("read the run", "name the output.path of a finished run");

  /**
   * Opens a run.
   *
   * @throws UserException where no complete run lies there
   */
  public static FinishedRun open(String folder, Configuration configuration) {
    return open(folder, configuration, List.of());
  }

  /**
   * Opens a run some of whose circumstances have changed since, as the place of its images.
   *
   * @param overrides {@code key=value}, in place of what the manifest says
   * @throws UserException where no complete run lies there
   */
  public static FinishedRun open(
      String folder, Configuration configuration, List<String> overrides) {
    return OPENING.run(folder, configuration, place -> open(folder, place, overrides));
  }

  private static FinishedRun open(String folder, HadoopPath place, List<String> overrides)
      throws IOException {
    HadoopPath manifest = place.child(MANIFEST);
    try {
      JsonNode root = new ObjectMapper().readTree(manifest.read(HadoopPath.LARGEST_FILE));
      if (!OutputFolder.PRODUCT.equals(root.path("product").asText())) {
        throw unreadable("its manifest.json is no run's of spark-lrp", folder);
      }
      return new FinishedRun(
          place.path(),
          JobConfigParser.parse(
              root.path("config").toString(), manifest.path().toString(), overrides),
          classes(root),
          root);
    } catch (FileNotFoundException e) {
      throw unreadable("it has no manifest.json", folder);
    } catch (JsonProcessingException e) {
      throw unreadable("its manifest.json is damaged", folder);
    }
  }

  private static ClassNames classes(JsonNode root) {
    List<String> names = new ArrayList<>();
    root.path("model").path("classes").forEach(name -> names.add(name.asText()));
    return new ClassNames(names);
  }

  private static UserException unreadable(String reason, String folder) {
    return new UserException(
        "Cannot %s: %s (%s); %s".formatted(OPENING.what(), reason, folder, OPENING.remedy()));
  }

  /** A table's folder. */
  public Path table(Table table) {
    return new Path(path, table.folder());
  }

  /** Whether the run wrote the table maps. */
  public boolean hasMaps() {
    return RunTables.hasMaps(config.output());
  }

  /** How the table maps stores relevances. */
  public MapEncoding encoding() {
    return RunTables.encoding(config.output());
  }

  /** By which histories know the run: a run that is repeated in its place is the same. */
  public String id() {
    return path.toString();
  }

  /** When it began. */
  public Instant started() {
    return Instant.parse(manifest.path("started").asText(Instant.EPOCH.toString()));
  }

  /** The hash of its model's file. */
  public String modelSha256() {
    return manifest.path("model").path("sha256").asText();
  }

  /**
   * Requires that a model is the one that was explained.
   *
   * @param task what cannot be done with another, as in "verify findings"
   * @param sha256 the model's hash
   * @param path where it lies
   * @throws UserException where it is another
   */
  public void requireModel(SparkSession session, String task, String sha256, String path) {
    if (!explanations(session).where(col("model_sha256").notEqual(sha256)).limit(1).isEmpty()) {
      throw new UserException(
          "Cannot %s: the model is not the one that was explained (%s); name that one with --set model.path=..."
              .formatted(task, path));
    }
  }

  /** The rows of the table explanations; of a merged run, those of its runs. */
  public Dataset<Row> explanations(SparkSession session) {
    return ofAll(session, RunTables::explanations);
  }

  /** The keys of all images, explained or failed, in one column. */
  public Dataset<Row> images(SparkSession session) {
    return explanations(session).select(KEY).union(failures(session).select(KEY)).distinct();
  }

  /** The rows of the table failures; of a merged run, those of its runs. */
  public Dataset<Row> failures(SparkSession session) {
    return ofAll(session, RunTables::failures);
  }

  /** The rows of a table of another command, with the schema that its files carry. */
  public Dataset<Row> rows(SparkSession session, Table table) {
    return TableFolder.read(session, table(table));
  }

  /** Whether a table is there. */
  public boolean has(Table table, Configuration configuration) {
    return OPENING.run(
        table(table).toString(), configuration, place -> place.files().exists(place.path()));
  }

  /** The rows of the table maps; of a merged run, those of its runs. */
  public Dataset<Row> maps(SparkSession session) {
    return ofAll(session, RunTables::maps);
  }

  /** Of an image in several merged runs the last one's rows stand, as far as they may differ. */
  private Dataset<Row> ofAll(SparkSession session, Function<RunTables, Dataset<Row>> table) {
    if (!manifest.has(MERGED)) {
      return table.apply(new RunTables(session, config.output(), path));
    }
    boolean overlap = manifest.path("superseded").asLong() > 0;
    @Nullable Dataset<Row> all = null;
    for (JsonNode merged : manifest.path(MERGED)) {
      RunTables run = new RunTables(session, config.output(), new Path(merged.asText()));
      Dataset<Row> own = table.apply(run);
      all = all == null ? own : (overlap ? without(all, run.images()) : all).union(own);
    }
    return Objects.requireNonNull(all, "a merged run has runs");
  }

  /** Rows but those of some images. */
  public static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> images) {
    Dataset<Row> own = images.withColumnRenamed(KEY, "superseding");
    return rows.join(own, rows.col(KEY).equalTo(own.col("superseding")), "left_anti");
  }
}
