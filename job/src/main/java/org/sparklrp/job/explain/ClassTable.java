package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.sparklrp.job.command.TextTable;

/** The statistics of a run as a table for the console, one line per target. */
public final class ClassTable {
  private static final List<String> HEADERS =
      List.of("class", "explained", "images", "accuracy", "mean R", "std R", "mean score", "gini");

  private ClassTable() {}

  /** The table with a line of headers; every line ends with a line feed. */
  public static String of(ExplainResult result) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADERS);
    for (Row row : result.classStatistics()) {
      lines.add(
          List.of(
              TextTable.shortened(row.getAs("target_name")),
              String.format(Locale.ROOT, "%d", row.<Long>getAs("count")),
              String.format(Locale.ROOT, "%d", row.<Long>getAs("images")),
              row.getAs("accuracy") == null
                  ? "-"
                  : String.format(Locale.ROOT, "%.1f %%", 100 * row.<Double>getAs("accuracy")),
              String.format(Locale.ROOT, "%.3f", row.<Double>getAs("mean_relevance")),
              String.format(Locale.ROOT, "%.3f", row.<Double>getAs("std_relevance")),
              String.format(Locale.ROOT, "%.3f", row.<Double>getAs("mean_score")),
              String.format(Locale.ROOT, "%.3f", row.<Double>getAs("mean_gini"))));
    }
    return TextTable.aligned(lines);
  }
}
