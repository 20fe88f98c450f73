package org.sparklrp.job.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FolderTree;
import org.sparklrp.job.files.HadoopPath;

/**
 * The folder a run writes to, on any Hadoop file system.
 *
 * <p>A run locks the folder and marks it as its own before it writes the first table; the manifest
 * takes the mark's place at the end. Where a former run's results are to be replaced, the new ones
 * are written beside them, in {@code _next}, and take their place when they are complete. Only a
 * folder so marked is ever cleared, and only of what runs write: other files in it stay.
 */
public final class OutputFolder implements AutoCloseable {
  /** The name by which a run marks what it writes. */
  public static final String PRODUCT = "spark-lrp";

  /** The verdict of the command compare. */
  public static final String VERDICT = "compare.json";

  /** The same as OpenMetrics text. */
  public static final String METRICS = "metrics.prom";

  /** The same as lines of JSON. */
  public static final String EVENTS = "events.jsonl";

  /** The same as a facet of OpenLineage. */
  public static final String LINEAGE = "openlineage.json";

  static final String MANIFEST = "manifest.json";
  static final String STARTED = "_started.json";
  private static final String NEXT = "_next";
  private static final String HEATMAPS = "heatmaps";

  private final OutputPlace place;
  private HadoopPath work;
  private @Nullable RunLock lock;

  /**
   * One file of a finished run.
   *
   * @param path below the folder
   * @param bytes its size
   */
  public record OutputFile(String path, long bytes) {}

  private OutputFolder(OutputPlace place) {
    this.place = place;
    this.work = place.place();
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
    return place.path();
  }

  /** Where the tables are until they are complete: the folder, or one beside a former run's. */
  public Path work() {
    return work.path();
  }

  /** The folder of a table that is being written. */
  public Path table(Table table) {
    return work.child(table.folder()).path();
  }

  /** The folder of rendered images. */
  public Path heatmaps() {
    return new Path(path(), HEATMAPS);
  }

  /** The file that says that a run is complete. */
  public Path manifest() {
    return new Path(path(), MANIFEST);
  }

  /** What a complete run here set out to do, if there is one that may be resumed. */
  public Optional<JsonNode> complete() {
    return place.result(
        here ->
            place.mode() == OutputConfig.Mode.RESUME && interrupted(here).isEmpty()
                ? mark(here, MANIFEST)
                : Optional.empty());
  }

  /**
   * Locks the folder and marks it as this run's, or goes on with a run that was interrupted.
   *
   * @throws UserException when another run is writing here, or the interrupted one was another
   */
  public RunJournal start(RunIntent intent) {
    return place.result(
        here -> {
          check(place);
          String run = UUID.randomUUID().toString();
          lock = RunLock.take(here, run);
          Optional<HadoopPath> interrupted =
              place.mode() == OutputConfig.Mode.RESUME ? interrupted(here) : Optional.empty();
          if (interrupted.isPresent()) {
            work = interrupted.get();
            RunIntent former = RunIntent.of(mark(work, STARTED).orElseThrow());
            refuseAnother(intent, former);
            return RunJournal.open(work, former.parts());
          }
          work = clear(here);
          work.child(STARTED).write(intent.mark(run, Instant.now().toString()));
          return RunJournal.open(work, intent.parts());
        });
  }

  /** An empty place for the tables: the folder itself, unless a complete run lies there. */
  private static HadoopPath clear(HadoopPath here) throws IOException {
    HadoopPath next = here.child(NEXT);
    next.files().delete(next.path(), true);
    if (mark(here, MANIFEST).isPresent()) {
      return next;
    }
    for (String name : written()) {
      here.files().delete(here.child(name).path(), true);
    }
    return here;
  }

  private void refuseAnother(RunIntent intent, RunIntent former) {
    Optional<String> difference = intent.differenceFrom(former);
    if (difference.isPresent()) {
      throw new UserException(
          "Cannot resume the run in %s: it was another one (%s); set output.mode = overwrite to begin anew"
              .formatted(path(), difference.get()));
    }
  }

  /** What the tables have, sorted by path. */
  public List<OutputFile> contents() {
    List<OutputFile> contents = new ArrayList<>();
    place.work(
        here -> {
          HadoopPath home = work.isFolder() ? work : here;
          int prefix = home.path().toString().length() + 1;
          for (String name : written()) {
            HadoopPath child = home.child(name);
            if (child.isFolder() && !name.startsWith("_") && !isPassing(name)) {
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

  /**
   * The tables are complete: they take the place of a former run's, and the manifest that of the
   * mark.
   */
  public void publish(String manifest) {
    place.work(
        here -> {
          requireLock();
          if (!work.equals(here)) {
            for (String name : written()) {
              here.files().delete(here.child(name).path(), true);
            }
            for (FileStatus table : work.files().listStatus(work.path())) {
              String name = table.getPath().getName();
              if (!name.startsWith("_")) {
                work.child(name).moveTo(here.child(name));
              }
            }
          }
          here.child(MANIFEST).write(manifest.getBytes(StandardCharsets.UTF_8));
          if (!work.equals(here)) {
            here.files().delete(work.path(), true);
            work = here;
          }
          for (String name : List.of(STARTED, RunJournal.FOLDER, Table.LAYER_PARTS.folder())) {
            here.files().delete(here.child(name).path(), true);
          }
        });
  }

  /** Writes the manifest again, with what came after the tables. */
  public void update(String manifest) {
    place.work(
        here -> {
          requireLock();
          here.child(MANIFEST).write(manifest.getBytes(StandardCharsets.UTF_8));
        });
  }

  /** Unlocks the folder. */
  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }

  private void requireLock() throws IOException {
    if (lock == null) {
      throw new IllegalStateException("The run has not begun");
    }
    lock.check();
  }

  private static void check(OutputPlace place) throws IOException {
    HadoopPath here = place.place();
    if (place.mode() == OutputConfig.Mode.ERROR) {
      Optional<HadoopPath> interrupted = interrupted(here);
      if (interrupted.isPresent()) {
        JsonNode mark = mark(interrupted.get(), STARTED).orElseThrow();
        throw new UserException(
            String.format(
                Locale.ROOT,
                "Cannot write the results: a run that began at %s was interrupted there, %d of %d parts done (%s); set output.mode = resume to go on with it, or overwrite to begin anew",
                mark.path("started").asText(),
                RunJournal.open(interrupted.get(), 0).done(),
                mark.path("parts").asInt(),
                here.path()));
      }
    }
    if (place.holdsSomething() && mark(here, MANIFEST).isEmpty() && interrupted(here).isEmpty()) {
      throw new UserException(
          "Cannot overwrite the folder: no run of spark-lrp wrote it (%s); choose another output.path or empty it yourself"
              .formatted(place.path()));
    }
  }

  /** Where the tables of a run that did not end are. */
  static Optional<HadoopPath> interrupted(HadoopPath here) throws IOException {
    for (HadoopPath home : List.of(here.child(NEXT), here)) {
      if (mark(home, STARTED).isPresent()) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> mark(HadoopPath home, String name) throws IOException {
    JsonNode content = JsonFile.read(home.child(name));
    return PRODUCT.equals(content.path("product").asText())
        ? Optional.of(content)
        : Optional.empty();
  }

  private static boolean isPassing(String name) {
    return name.equals(Table.LAYER_PARTS.folder());
  }

  /** The manifest first: once it is gone the run no longer counts as complete. */
  private static List<String> written() {
    List<String> names =
        new ArrayList<>(
            List.of(
                MANIFEST, STARTED, RunJournal.FOLDER, HEATMAPS, VERDICT, METRICS, EVENTS, LINEAGE));
    Arrays.stream(Table.values()).map(Table::folder).forEach(names::add);
    return names;
  }
}
