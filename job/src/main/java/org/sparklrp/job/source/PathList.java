package org.sparklrp.job.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.config.InputConfig;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.files.TextFile;

/**
 * Images named in a text file, one path a line; a relative one is meant from the list's folder on.
 * Each is taken as it is: what is not there is a failure.
 */
final class PathList {
  private static final FileTask READING =
      new FileTask("read the list of images", "give input.path a text file with a path a line");

  private PathList() {}

  static ImageListing list(SparkSession session, InputConfig input) {
    Configuration configuration = session.sessionState().newHadoopConf();
    if (READING.run(input.paths().get(0), configuration, PathList::isTable)) {
      return ImageTable.paths(session, input, TableRows.open(session, input));
    }
    List<ImageEntry> entries = new ArrayList<>();
    for (String path : input.paths()) {
      entries.addAll(READING.run(path, configuration, PathList::entries));
    }
    return of(entries).orNone("the list is empty", String.join(", ", input.paths()));
  }

  private static boolean isTable(HadoopPath place) throws IOException {
    return place.isFolder() || place.path().getName().endsWith(".parquet");
  }

  /** A listing of files anywhere. */
  static ImageListing of(List<ImageEntry> entries) {
    Set<Path> folders = new LinkedHashSet<>();
    for (ImageEntry entry : entries) {
      Path parent = new Path(entry.uri()).getParent();
      if (parent != null) {
        folders.add(parent);
      }
    }
    return new ImageListing(
        folders.isEmpty() ? "" : FileListing.commonFolder(List.copyOf(folders)), entries, Map.of());
  }

  private static List<ImageEntry> entries(HadoopPath list) throws IOException {
    List<ImageEntry> entries = new ArrayList<>();
    for (String line : TextFile.read(list).lines().toList()) {
      if (!line.isBlank()) {
        entries.add(ImageEntry.of(absolute(line.strip(), list.parent())));
      }
    }
    return entries;
  }

  /** With scheme and authority, so that executors mean the same. */
  static String absolute(String path, HadoopPath folder) {
    Path place = new Path(path);
    Path whole = place.isAbsolute() ? place : new Path(folder.path(), path);
    return (whole.toUri().getScheme() == null ? folder.files().makeQualified(whole) : whole)
        .toString();
  }
}
