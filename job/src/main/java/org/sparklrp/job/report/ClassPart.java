package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.key.ReportConfig;
import org.sparklrp.job.statistics.ClassStatisticsTable;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableFolder;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportClass;

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

  private static final Column[] FIGURES =
      Stream.of("target_name", "count", "accuracy", "mean_score", "mean_relevance", "mean_gini")
          .map(name -> col(name))
          .toArray(Column[]::new);

  private final List<Row> statistics;
  private final Map<String, Row> ranking = new HashMap<>();
  private final Map<String, ClassMaps> maps;
  private final ClassDetails details;
  private final int detailed;

  ClassPart(RunTable tables, ReportConfig config) {
    for (Row row : tables.all(Table.CLASS_RANKING)) {
      ranking.put(row.getAs("target_name"), row);
    }
    // With the columns of today: a run of an older version lacks some.
    Dataset<Row> rows =
        TableFolder.read(
                tables.session(),
                tables.run().table(Table.CLASS_STATISTICS),
                ClassStatisticsTable.schema())
            .where(ClassStatisticsTable.isOverAll());
    statistics = new ArrayList<>(rows.select(FIGURES).collectAsList());
    statistics.sort(
        Comparator.comparingInt(this::rank)
            .thenComparing(row -> row.<Long>getAs("count"), Comparator.reverseOrder())
            .thenComparing(row -> row.<String>getAs("target_name")));
    detailed = Math.min(config.classes(), statistics.size());
    List<String> names =
        statistics.subList(0, detailed).stream()
            .map(row -> row.<String>getAs("target_name"))
            .toList();
    maps = ClassMaps.of(rows, Set.copyOf(names));
    details = new ClassDetails(tables, config, names);
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
      ClassMaps own = maps.getOrDefault(name, new ClassMaps(name, "", List.of()));
      classes.add(
          new ReportClass(
              name,
              verdicts.getOrDefault(name, ""),
              figures(row, ranked),
              own.small(),
              i < detailed
                  ? details.of(name, own.large(), ranked, gallery)
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
}
