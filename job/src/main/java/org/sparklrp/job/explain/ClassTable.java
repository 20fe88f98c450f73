package org.sparklrp.job.explain;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** The statistics of a run as a table for the console, one line per target. */
public final class ClassTable {
  private static final List<String> HEADERS =
      List.of("class", "explained", "images", "accuracy", "mean R", "std R", "mean score", "gini");
  private static final int LONGEST_NAME = 32;

  private ClassTable() {}

  /** The table with a line of headers; every line ends with a line feed. */
  public static String of(ExplainResult result) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADERS);
    for (Row row : result.classStatistics()) {
      lines.add(
          List.of(
              shortened(row.getAs("target_name")),
              "%d".formatted(row.<Long>getAs("count")),
              "%d".formatted(row.<Long>getAs("images")),
              row.getAs("accuracy") == null
                  ? "-"
                  : "%.1f %%".formatted(100 * row.<Double>getAs("accuracy")),
              "%.3f".formatted(row.<Double>getAs("mean_relevance")),
              "%.3f".formatted(row.<Double>getAs("std_relevance")),
              "%.3f".formatted(row.<Double>getAs("mean_score")),
              "%.3f".formatted(row.<Double>getAs("mean_gini"))));
    }
    return aligned(lines);
  }

  private static String aligned(List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String cell = line.get(column);
        String space = " ".repeat(width - cell.length());
        text.append(column == 0 ? cell + space : "  " + space + cell);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
