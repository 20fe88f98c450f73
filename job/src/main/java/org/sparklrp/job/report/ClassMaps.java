package org.sparklrp.job.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.report.ReportPicture;
import org.sparklrp.report.Thumbnails;

/**
 * A class's maps as pictures. They are drawn where the rows are read: a thousand classes' maps are
 * gigabytes, their pictures a few megabytes.
 *
 * @param name the class
 * @param mean its mean map, small; empty without maps
 * @param parts mean, spread, what speaks for the class and against it, larger; none where they were
 *     not asked for
 */
record ClassMaps(String name, String mean, List<Part> parts) implements Serializable {
  private static final int SMALL = 32;
  private static final int LARGE = 64;

  /** What is drawn of a row of class_statistics. */
  private enum Kind {
    MEAN("mean_map", "mean relevance"),
    SPREAD("std_map", "spread (standard deviation)"),
    POSITIVE("mean_positive_map", "what speaks for the class"),
    NEGATIVE("mean_negative_map", "what speaks against it");

    private final String column;
    private final String title;

    Kind(String column, String title) {
      this.column = column;
      this.title = title;
    }
  }

  /**
   * A picture.
   *
   * @param title what it shows
   * @param source a {@code data:} address
   */
  record Part(String title, String source) implements Serializable {}

  /**
   * Draws.
   *
   * @param statistics rows of class_statistics with their maps
   * @param detailed the classes that are shown with all parts
   */
  static Map<String, ClassMaps> of(Dataset<Row> statistics, Set<String> detailed) {
    Map<String, ClassMaps> drawn = new HashMap<>();
    for (ClassMaps maps :
        statistics
            .toJavaRDD()
            .map(row -> of(row, detailed.contains(row.<String>getAs("target_name"))))
            .collect()) {
      drawn.put(maps.name(), maps);
    }
    return drawn;
  }

  private static ClassMaps of(Row row, boolean isDetailed) {
    List<Part> parts = new ArrayList<>();
    if (isDetailed) {
      for (Kind kind : Kind.values()) {
        String source = picture(row, kind, LARGE);
        if (!source.isEmpty()) {
          parts.add(new Part(kind.title, source));
        }
      }
    }
    return new ClassMaps(row.getAs("target_name"), picture(row, Kind.MEAN, SMALL), parts);
  }

  private static String picture(Row row, Kind kind, int side) {
    int at = row.fieldIndex(kind.column);
    if (row.isNullAt(at)) {
      return "";
    }
    float[] values = MapEncoding.floats(row.getList(at));
    int width = row.<Integer>getAs("map_width");
    return kind == Kind.SPREAD
        ? Thumbnails.sequential(values, width, side)
        : Thumbnails.signed(values, width, side);
  }

  /** The mean map, as it stands in the table of all classes. */
  Optional<ReportPicture> small() {
    return mean.isEmpty()
        ? Optional.empty()
        : Optional.of(new ReportPicture("mean", "Mean relevance of class " + name, mean));
  }

  /** All parts, as they stand where the class is opened. */
  List<ReportPicture> large() {
    return parts.stream()
        .map(
            part ->
                new ReportPicture(
                    part.title(), part.title() + ", over the images of " + name, part.source()))
        .toList();
  }
}
