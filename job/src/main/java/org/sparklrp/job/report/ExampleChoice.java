package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sparklrp.job.heatmap.HeatmapSelection;
import org.sparklrp.job.table.Table;

/**
 * Which images of a class are shown: those decided rightly with most relevance and wrongly with the
 * highest score, those nearest to the middle of their cluster and those furthest from their like,
 * and some all over the two-dimensional picture.
 */
final class ExampleChoice {
  private static final int EACH = 4;
  private static final int POINTS = 500;

  /** Points of all classes together whose image is shown when the reader rests on them. */
  private static final int PICTURED = 600;

  private final Map<String, Map<String, List<ShownImage>>> sheets = new HashMap<>();
  private final Map<String, List<Row>> points = new HashMap<>();
  private final int pictured;

  ExampleChoice(RunTable tables, List<String> names) {
    pictured = names.isEmpty() ? 0 : Math.max(1, PICTURED / names.size());
    Column shown = col("target_name").isin(names.toArray());
    for (Row row :
        HeatmapSelection.of(tables.run().explanations(tables.session()).where(shown), 2 * EACH)
            .orderBy("target_name", "place")
            .collectAsList()) {
      boolean wrong = row.<Boolean>getAs("wrong");
      add(
          row,
          wrong ? "Decided wrongly, highest score first" : "Decided rightly, most relevance first");
    }
    if (tables.has(Table.CLUSTERS)) {
      Dataset<Row> clustered = tables.rows(Table.CLUSTERS).where(shown.and(col("x").isNotNull()));
      first(
          clustered,
          col("center_distance").asc(),
          "Most typical: nearest to the middle of their cluster");
      first(clustered, col("outlier").desc(), "Least typical: furthest from their like");
      for (Row row : first(clustered, xxhash64(col("image_id")).asc(), POINTS)) {
        points.computeIfAbsent(row.getAs("target_name"), name -> new ArrayList<>()).add(row);
      }
    }
  }

  private void first(Dataset<Row> clustered, Column order, String title) {
    first(clustered, order, EACH).forEach(row -> add(row, title));
  }

  private static List<Row> first(Dataset<Row> clustered, Column order, int most) {
    Column place =
        row_number().over(Window.partitionBy("target_name").orderBy(order, col("image_id")));
    return clustered
        .select("image_id", "target_name", "cluster", "x", "y", "center_distance", "outlier")
        .withColumn("place", place)
        .where(col("place").leq(most))
        .orderBy("target_name", "place")
        .collectAsList();
  }

  private void add(Row row, String title) {
    List<ShownImage> images =
        sheets
            .computeIfAbsent(row.getAs("target_name"), name -> new LinkedHashMap<>())
            .computeIfAbsent(title, name -> new ArrayList<>());
    if (images.size() < EACH) {
      images.add(new ShownImage(row.getAs("image_id"), row.getAs("target_name")));
    }
  }

  void want(Gallery gallery) {
    sheets.values().forEach(own -> own.values().forEach(gallery::want));
    points
        .values()
        .forEach(
            rows ->
                gallery.want(
                    rows.subList(0, Math.min(pictured, rows.size())).stream()
                        .map(row -> new ShownImage(row.getAs("image_id"), row.getAs("target_name")))
                        .toList()));
  }

  /** By what they are, in the order of the page. */
  Map<String, List<ShownImage>> sheets(String name) {
    return sheets.getOrDefault(name, Map.of());
  }

  /** Rows of the table clusters with a place in the picture. */
  List<Row> points(String name) {
    return points.getOrDefault(name, List.of());
  }
}
