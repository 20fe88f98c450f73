package org.sparklrp.job.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableFolder;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportClass;
import org.sparklrp.report.ReportPicture;
import org.sparklrp.report.Thumbnails;

/** The classes of a run, the most suspicious first. */
final class ClassPart {
  /** The figures of every class. */
  static final List<String> COLUMNS =
      List.of(
          "explanations",
          "accuracy",
          "mean score",
          "mean relevance",
          "Gini",
          "clusters",
          "suspicion",
          "q-value");

  private static final int SMALL = 32;
  private static final int LARGE = 64;

  private final List<Row> statistics;
  private final Map<String, Row> ranking = new HashMap<>();
  private final ClassDetails details;
  private final int detailed;

  ClassPart(RunTable tables, int detailed) {
    for (Row row : tables.all(Table.CLASS_RANKING)) {
      ranking.put(row.getAs("target_name"), row);
    }
    // With the columns of today: a run of an older version lacks some.
    Dataset<Row> rows =
        TableFolder.read(
                tables.session(),
                tables.run().table(Table.CLASS_STATISTICS),
                ClassStatisticsTable.schema())
            .where(ClassStatisticsTable.isOverAll())
            .drop("std_map");
    statistics = new ArrayList<>(rows.collectAsList());
    statistics.sort(
        Comparator.comparingInt(this::rank)
            .thenComparing(row -> row.<Long>getAs("count"), Comparator.reverseOrder())
            .thenComparing(row -> row.<String>getAs("target_name")));
    this.detailed = Math.min(detailed, statistics.size());
    details =
        new ClassDetails(
            tables,
            statistics.subList(0, this.detailed).stream()
                .map(row -> row.<String>getAs("target_name"))
                .toList());
  }

  private int rank(Row row) {
    Row ranked = ranking.get(row.<String>getAs("target_name"));
    return ranked == null ? Integer.MAX_VALUE : ranked.<Integer>getAs("rank");
  }

  /** How many are shown in figures alone. */
  int leftOut() {
    return statistics.size() - detailed;
  }

  /** Says which images it shows. */
  void want(Gallery gallery) {
    details.want(gallery);
  }

  /**
   * The classes.
   *
   * @param verdicts of the findings, by class
   */
  List<ReportClass> classes(Map<String, String> verdicts, Gallery gallery) {
    List<ReportClass> classes = new ArrayList<>();
    for (int i = 0; i < statistics.size(); i++) {
      Row row = statistics.get(i);
      String name = row.getAs("target_name");
      Row ranked = ranking.get(name);
      classes.add(
          new ReportClass(
              name,
              verdicts.getOrDefault(name, ""),
              figures(row, ranked),
              map(row, "mean_map", name, SMALL),
              i < detailed
                  ? details.of(name, maps(row, name), ranked, gallery)
                  : ReportClass.Details.NONE));
    }
    return classes;
  }

  private static List<Cell> figures(Row row, @Nullable Row ranked) {
    return List.of(
        Cell.count(row.getAs("count")),
        Cell.share(row.getAs("accuracy")),
        Cell.number(row.getAs("mean_score")),
        Cell.number(row.getAs("mean_relevance")),
        Cell.number(row.getAs("mean_gini")),
        Cell.count(ranked == null ? null : (long) ranked.<Integer>getAs("clusters")),
        Cell.number(ranked == null ? null : ranked.<Double>getAs("suspicion")),
        Cell.number(ranked == null ? null : ranked.<Double>getAs("q_value")));
  }

  private static Optional<ReportPicture> map(Row row, String column, String name, int side) {
    int at = row.fieldIndex(column);
    if (row.isNullAt(at)) {
      return Optional.empty();
    }
    float[] values = MapEncoding.floats(row.getList(at));
    return Optional.of(
        new ReportPicture(
            "mean",
            "Mean relevance of class " + name,
            Thumbnails.signed(values, row.<Integer>getAs("map_width"), side)));
  }

  private static List<ReportPicture> maps(Row row, String name) {
    List<ReportPicture> maps = new ArrayList<>();
    for (String[] part :
        new String[][] {
          {"mean_map", "mean relevance"},
          {"mean_positive_map", "what speaks for the class"},
          {"mean_negative_map", "what speaks against it"}
        }) {
      map(row, part[0], name, LARGE)
          .ifPresent(
              picture ->
                  maps.add(
                      new ReportPicture(
                          part[1], part[1] + ", mean over " + name, picture.source())));
    }
    return maps;
  }
}
