package org.sparklrp.job.history;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.table.SingleFile;

/**
 * The files of a history, as a listing found them: one entry per comparison, which is what counts,
 * and roll-ups, which have the rows of many entries in the order of metrics and say whose.
 *
 * @param root {@code audit.root}
 * @param entries names of the entries, the earliest run first
 * @param rollUps names of roll-ups that have entries all of which are there, no two the same one
 * @param left entries that no roll-up has
 */
record HistoryFiles(
    HadoopPath root, List<String> entries, List<String> rollUps, List<String> left) {
  /** Holds the entries. */
  static final String ENTRIES = "history";

  /** Holds the roll-ups. */
  static final String ROLL_UPS = "trends";

  /** In a roll-up's footer, the names of its entries. */
  static final String NOTE = "spark_lrp.entries";

  private static final String BETWEEN = "\n";
  private static final String SUFFIX = ".parquet";

  /** The digits of a name that tell the second in which a run began. */
  private static final int SECOND = 15;

  /** What lies below a root. */
  static HistoryFiles below(HadoopPath root) throws IOException {
    List<String> entries = names(root.child(ENTRIES));
    Set<String> known = new HashSet<>(entries);
    Set<String> left = new LinkedHashSet<>(entries);
    List<String> rollUps = new ArrayList<>();
    for (String name : names(root.child(ROLL_UPS))) {
      List<String> own = entriesOf(root.child(ROLL_UPS).child(name));
      if (known.containsAll(own) && left.containsAll(own)) {
        rollUps.add(name);
        own.forEach(left::remove);
      }
    }
    return new HistoryFiles(root, entries, rollUps, List.copyOf(left));
  }

  private static List<String> names(HadoopPath folder) throws IOException {
    try {
      return Arrays.stream(folder.files().listStatus(folder.path()))
          .filter(FileStatus::isFile)
          .map(file -> file.getPath().getName())
          .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("_") && !name.startsWith("."))
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static List<String> entriesOf(HadoopPath rollUp) throws IOException {
    return SingleFile.note(rollUp, NOTE)
        .map(note -> List.of(note.split(BETWEEN)))
        .orElse(List.of());
  }

  /** What a roll-up of some entries has in its footer. */
  static String note(Collection<String> entries) {
    return String.join(BETWEEN, entries);
  }

  /** Files that have every row once, as few as there are. */
  List<String> all() {
    List<String> files = new ArrayList<>(paths(ROLL_UPS, rollUps));
    files.addAll(paths(ENTRIES, left));
    return files;
  }

  /** Entries by their names. */
  List<String> paths(List<String> names) {
    return paths(ENTRIES, names);
  }

  private List<String> paths(String folder, List<String> names) {
    return names.stream()
        .map(name -> HadoopPath.literal(root.child(folder).child(name).path().toString()))
        .toList();
  }

  /** The name of an entry: when the run began, which run, which comparison. */
  static String name(String runTime, String run, String comparison) {
    return time(runTime) + "-" + run + "-" + comparison;
  }

  private static String time(String runTime) {
    return runTime.replaceAll("[^0-9TZ]", "");
  }

  /**
   * The entries of the last runs before a time.
   *
   * @param runTime in ISO 8601; entries of runs of the same second may be among them
   * @param runs how many runs
   */
  List<String> before(String runTime, int runs) {
    String second = second(time(runTime));
    Set<String> counted = new HashSet<>();
    List<String> last = new ArrayList<>();
    for (String name : entries.stream().sorted(Comparator.reverseOrder()).toList()) {
      String run = name.substring(0, name.lastIndexOf('-'));
      if (second(name).compareTo(second) <= 0 && (counted.contains(run) || counted.size() < runs)) {
        counted.add(run);
        last.add(name);
      }
    }
    return last;
  }

  private static String second(String time) {
    return time.substring(0, Math.min(SECOND, time.length()));
  }
}
