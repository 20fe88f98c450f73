package org.sparklrp.job.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.job.history.DriftRow;
import org.sparklrp.job.history.HistoryFolder;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ReportTable;
import org.sparklrp.report.TrendPoint;

/** How classes went from run to run, where there is a history. */
final class TrendPart {
  private static final String ACCURACY = DriftMetric.ACCURACY.path();
  private static final String RELEVANCE = DriftMetric.RELEVANCE.path();
  private static final String MAP = DriftMetric.MEAN_MAP.path();

  private final Map<String, List<TrendPoint>> trends = new HashMap<>();

  /**
   * Reads.
   *
   * @param root of the history, or empty
   * @param names of the classes that are shown so
   */
  TrendPart(RunTable tables, String root, List<String> names) {
    if (root.isEmpty() || names.isEmpty()) {
      return;
    }
    HistoryFolder history =
        new HistoryFolder(root, tables.session().sessionState().newHadoopConf());
    if (!history.exists()) {
      return;
    }
    Map<String, Map<String, Map<String, Double>>> values = new HashMap<>();
    for (Row row : history.trends(tables.session(), List.of(ACCURACY, RELEVANCE, MAP), names)) {
      if (row.<String>getAs("sample").equals(DriftRow.ALL)) {
        values
            .computeIfAbsent(row.getAs("entity"), name -> new TreeMap<>())
            .computeIfAbsent(row.getAs("run_time"), time -> new HashMap<>())
            .put(row.getAs("metric"), row.getAs("value"));
      }
    }
    values.forEach(
        (name, runs) -> {
          List<TrendPoint> points = new ArrayList<>();
          runs.forEach(
              (time, own) ->
                  points.add(
                      new TrendPoint(
                          time, number(own, ACCURACY), number(own, RELEVANCE), number(own, MAP))));
          trends.put(name, points);
        });
  }

  private static @Nullable Double number(Map<String, Double> values, String metric) {
    return values.get(metric);
  }

  /** The runs' points of a class, the earliest first. */
  List<TrendPoint> of(String name) {
    return trends.getOrDefault(name, List.of());
  }

  Optional<ReportTable> table(String name) {
    List<TrendPoint> points = of(name);
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportTable(
                "Over time",
                "As each run of the history was compared; off: one less the cosine of its mean map and"
                    + " its baseline's.",
                List.of("run began", "accuracy", "mean relevance", "mean map off by"),
                points.stream()
                    .map(
                        point ->
                            List.of(
                                Cell.of(point.time()),
                                Cell.share(point.accuracy()),
                                Cell.number(point.relevance()),
                                Cell.number(point.distance())))
                    .toList()));
  }
}
