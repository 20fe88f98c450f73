package org.sparklrp.job.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
 */
public record FinishedRun(Path path, JobConfig config, ClassNames classes) {
  private static final String MANIFEST = "manifest.json";
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
          classes(root));
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

  /** The rows of the table explanations. */
  public Dataset<Row> explanations(SparkSession session) {
    return tables(session).explanations();
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

  /** The rows of the table maps. */
  public Dataset<Row> maps(SparkSession session) {
    return tables(session).maps();
  }

  private RunTables tables(SparkSession session) {
    return new RunTables(session, config.output(), path);
  }
}
