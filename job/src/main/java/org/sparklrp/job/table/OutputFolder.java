package org.sparklrp.job.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FolderTree;
import org.sparklrp.job.files.HadoopPath;

/**
 * The folder a run writes to, on any Hadoop file system.
 *
 * <p>A run marks the folder as its own before it writes the first table and puts the manifest in
 * the mark's place at the end. Only a folder so marked is ever cleared, and only of what runs
 * write: other files in it stay.
 */
public final class OutputFolder {
  /** The name by which a run marks what it writes. */
  public static final String PRODUCT = "spark-lrp";

  private static final String MANIFEST = "manifest.json";
  private static final String STARTED = "_started.json";
  private static final String HEATMAPS = "heatmaps";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final OutputPlace place;

  /**
   * One file of a finished run.
   *
   * @param path below the folder
   * @param bytes its size
   */
  public record OutputFile(String path, long bytes) {}

  private OutputFolder(OutputPlace place) {
    this.path = place.path();
    this.place = place;
  }

  /**
   * Checks that a run may write here; changes nothing.
   *
   * @throws UserException when something is there that may not be replaced
   */
  public static OutputFolder check(OutputConfig output, Configuration configuration) {
    return new OutputFolder(
        OutputPlace.find("the results", output, configuration, OutputFolder::check));
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** A table's folder. */
  public Path table(Table table) {
    return new Path(path, table.folder());
  }

  /** Removes a table that served on the way. */
  public void drop(Table table) {
    place.work(here -> here.files().delete(table(table), true));
  }

  /** The folder of rendered images. */
  public Path heatmaps() {
    return new Path(path, HEATMAPS);
  }

  /** The file that says that a run is complete. */
  public Path manifest() {
    return new Path(path, MANIFEST);
  }

  /** Clears the folder of a former run, where the mode allows it, and marks it as this run's. */
  public void start() {
    place.work(
        here -> {
          check(place);
          here.child(STARTED)
              .write(JSON.writeValueAsBytes(JSON.createObjectNode().put("product", PRODUCT)));
          for (String name : written()) {
            here.files().delete(here.child(name).path(), true);
          }
        });
  }

  /** Writes the manifest: the run is complete. */
  public void finish(String manifest) {
    place.work(
        here -> {
          here.child(MANIFEST).write(manifest.getBytes(StandardCharsets.UTF_8));
          here.files().delete(here.child(STARTED).path(), false);
        });
  }

  /** What the run has written, sorted by path. */
  public List<OutputFile> contents() {
    List<OutputFile> contents = new ArrayList<>();
    int prefix = path.toString().length() + 1;
    place.work(
        here -> {
          for (String name : written()) {
            HadoopPath child = here.child(name);
            if (child.isFolder()) {
              for (FileStatus file : FolderTree.files(child.files(), child.path())) {
                contents.add(
                    new OutputFile(file.getPath().toString().substring(prefix), file.getLen()));
              }
            }
          }
        });
    contents.sort((a, b) -> a.path().compareTo(b.path()));
    return contents;
  }

  private static void check(OutputPlace place) throws IOException {
    if (place.holdsSomething() && !isMarked(place, MANIFEST) && !isMarked(place, STARTED)) {
      throw new UserException(
          "Cannot overwrite the folder: no run of spark-lrp wrote it (%s); choose another output.path or empty it yourself"
              .formatted(place.path()));
    }
  }

  private static boolean isMarked(OutputPlace place, String name) throws IOException {
    try {
      JsonNode content = JSON.readTree(place.place().child(name).read(HadoopPath.LARGEST_FILE));
      return PRODUCT.equals(content.path("product").asText());
    } catch (FileNotFoundException | JsonProcessingException e) {
      return false;
    }
  }

  /** The manifest first: once it is gone the run no longer counts as complete. */
  private static List<String> written() {
    List<String> names = new ArrayList<>(List.of(MANIFEST, HEATMAPS, "_temporary"));
    Arrays.stream(Table.values()).map(Table::folder).forEach(names::add);
    return names;
  }
}
