package org.sparklrp.job.history;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.audit.drift.Measured;
import org.sparklrp.audit.drift.Past;
import org.sparklrp.config.Gate;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.table.SingleFile;

/**
 * The history below a root.
 *
 * @param root {@code audit.root}
 * @param configuration of the Hadoop file system
 */
public record HistoryFolder(String root, Configuration configuration) {
  /** Entries that make a roll-up: reading so many files takes less than a second. */
  public static final int MANY = 256;

  private static final String PATHS_LISTED_BY_THE_DRIVER =
      "spark.sql.sources.parallelPartitionDiscovery.threshold";

  private static final int LOOK_BACK = 16;
  private static final double WIDTH = 2 * 1.96;
  private static final FileTask READING =
      new FileTask("read the history", "name the audit.root of runs that were compared");

  /** Adds what was found of a run. */
  public void add(DriftRow.Compared compared, List<DriftRow> rows) {
    List<Row> ordered =
        rows.stream()
            .sorted(
                Comparator.comparing((DriftRow row) -> row.judged().measured().metric().path())
                    .thenComparing(row -> row.judged().measured().entity()))
            .map(DriftRow::row)
            .toList();
    String name =
        HistoryFiles.name(
            compared.runTime(),
            shortened(UUID.nameUUIDFromBytes(compared.runId().getBytes(StandardCharsets.UTF_8))),
            shortened(UUID.randomUUID()));
    write(HistoryFiles.ENTRIES, name, ordered.iterator(), Map.of());
  }

  private void write(String folder, String name, Iterator<Row> rows, Map<String, String> notes) {
    new FileTask("write the history", "give audit.root a folder that can be written to")
        .run(
            root,
            configuration,
            home -> {
              SingleFile.add(home.child(folder), name, DriftRow.schema(), rows, notes);
              return home;
            });
  }

  private static String shortened(UUID id) {
    return id.toString().substring(0, 8);
  }

  /**
   * Writes roll-ups of entries that none has yet, as long as there are enough for one. Of two jobs
   * that do so at once one works in vain: readers take each entry once.
   *
   * @param many entries that make a roll-up
   */
  public void rollUp(SparkSession session, int many) {
    HistoryFiles files = files();
    List<String> left = files.left();
    for (int begin = 0; begin + many <= left.size(); begin += many) {
      List<String> entries = left.subList(begin, begin + many);
      Iterator<Row> rows =
          read(session, files.paths(entries))
              .sort("metric", "entity", "sample", "run_time", "run_id")
              .toLocalIterator();
      write(
          HistoryFiles.ROLL_UPS,
          entries.get(0).substring(0, entries.get(0).indexOf('-'))
              + "-"
              + shortened(UUID.randomUUID()),
          rows,
          Map.of(HistoryFiles.NOTE, HistoryFiles.note(entries)));
    }
  }

  /** Whether there is any entry. */
  public boolean exists() {
    return !files().entries().isEmpty();
  }

  private HistoryFiles files() {
    return READING.run(root, configuration, HistoryFiles::below);
  }

  /** The driver looks at each path itself: a task for each would take longer than reading them. */
  private static Dataset<Row> read(SparkSession session, List<String> paths) {
    String usual = session.conf().get(PATHS_LISTED_BY_THE_DRIVER);
    session.conf().set(PATHS_LISTED_BY_THE_DRIVER, Integer.MAX_VALUE);
    try {
      return session.read().schema(DriftRow.schema()).parquet(paths.toArray(String[]::new));
    } finally {
      session.conf().set(PATHS_LISTED_BY_THE_DRIVER, usual);
    }
  }

  /** The rows of all files. */
  private Dataset<Row> all(SparkSession session) {
    HistoryFiles files = files();
    if (files.entries().isEmpty()) {
      throw new UserException(
          "Cannot read the history: there is none (%s); name the audit.root of runs that were compared"
              .formatted(root));
    }
    return read(session, files.all());
  }

  /** The trend of a metric of an entity, the earliest run first. */
  public List<Row> trend(SparkSession session, String metric, String entity) {
    return trends(session, List.of(metric), List.of(entity));
  }

  /** The trends of some metrics of some entities, the earliest run first. */
  public List<Row> trends(SparkSession session, List<String> metrics, List<String> entities) {
    return latest(
        all(session)
            .select(
                "run_id",
                "run_time",
                "compared",
                "metric",
                "entity",
                "sample",
                "value",
                "lower",
                "upper",
                "effect",
                "threshold",
                "severity",
                "breached")
            .where(
                col("metric").isin(metrics.toArray()).and(col("entity").isin(entities.toArray())))
            .collectAsList());
  }

  /** The runs with their numbers of breaches, the earliest first. */
  public List<Row> runs(SparkSession session) {
    return latest(
        all(session)
            .groupBy("run_id", "run_time", "baseline_run_id", "compared")
            .agg(
                count_if(col("breached").and(col("severity").equalTo("fail"))).as("failed"),
                count_if(col("breached").and(col("severity").equalTo("warn"))).as("warned"),
                max(when(col("breached"), col("reason"))).as("reason"))
            .collectAsList());
  }

  /** Of the rows of one run and sample those of its last comparison, by time. */
  static List<Row> latest(List<Row> rows) {
    Map<String, String> last = new HashMap<>();
    for (Row row : rows) {
      last.merge(
          row.getAs("run_id"),
          row.<String>getAs("compared"),
          (own, other) -> own.compareTo(other) >= 0 ? own : other);
    }
    List<Row> latest = new ArrayList<>();
    for (Row row : rows) {
      if (row.<String>getAs("compared").equals(last.get(row.<String>getAs("run_id")))) {
        latest.add(row);
      }
    }
    latest.sort(
        Comparator.comparing((Row row) -> row.<String>getAs("run_time"))
            .thenComparing(row -> row.<String>getAs("run_id")));
    return latest;
  }

  /**
   * What runs before a run said of the metrics whose gates ask for it; at most {@value #LOOK_BACK}
   * times as many runs are looked through as the widest window has, for some may lack a class.
   */
  public Past before(SparkSession session, DriftRow.Compared compared, List<Gate> gates) {
    Object[] metrics =
        gates.stream()
            .filter(gate -> gate.window() > 0)
            .map(gate -> gate.metric().path())
            .toArray();
    if (metrics.length == 0) {
      return Past.NONE;
    }
    int widest = gates.stream().mapToInt(Gate::window).max().orElse(0);
    HistoryFiles files = files();
    List<String> entries = files.before(compared.runTime(), LOOK_BACK * widest + 1);
    if (entries.isEmpty()) {
      return Past.NONE;
    }
    List<Row> rows =
        latest(
            read(session, files.paths(entries))
                .where(
                    col("metric")
                        .isin(metrics)
                        .and(col("run_time").lt(compared.runTime()))
                        .and(col("run_id").notEqual(compared.runId())))
                .collectAsList());
    Map<String, List<Row>> byKey = new HashMap<>();
    for (Row row : rows) {
      byKey
          .computeIfAbsent(
              key(row.getAs("metric"), row.getAs("entity"), row.getAs("sample")),
              key -> new ArrayList<>())
          .add(row);
    }
    return (measured, window) -> last(byKey, measured, window, compared.baselineRunId());
  }

  private static List<Past.Value> last(
      Map<String, List<Row>> byKey, Measured measured, int window, String baseline) {
    String sample = measured.shared() ? DriftRow.SHARED : DriftRow.ALL;
    List<Row> own =
        byKey
            .getOrDefault(key(measured.metric().path(), measured.entity(), sample), List.of())
            .stream()
            .filter(
                row ->
                    !DriftRow.isRelative(measured.metric())
                        || row.<String>getAs("baseline_run_id").equals(baseline))
            .toList();
    return own.subList(Math.max(0, own.size() - window), own.size()).stream()
        .map(HistoryFolder::value)
        .toList();
  }

  private static Past.Value value(Row row) {
    Double lower = row.getAs("lower");
    Double upper = row.getAs("upper");
    return new Past.Value(
        row.<Double>getAs("value"), lower == null || upper == null ? 0 : (upper - lower) / WIDTH);
  }

  private static String key(String metric, String entity, String sample) {
    return metric + "\n" + entity + "\n" + sample;
  }
}
