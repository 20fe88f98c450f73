package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.key.ReportConfig;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.Cell;
import org.sparklrp.report.ClassCharts;
import org.sparklrp.report.ExampleSheet;
import org.sparklrp.report.LayerLoss;
import org.sparklrp.report.PicturePoint;
import org.sparklrp.report.ReportClass;
import org.sparklrp.report.ReportPicture;
import org.sparklrp.report.ReportTable;

/** What is shown of a class that is opened. */
final class ClassDetails {
  private static final String CLASS = "class of the page";

  private final ExampleChoice examples;
  private final Map<String, List<Row>> layers;
  private final Map<String, List<Row>> clusters;
  private final Map<String, List<Row>> drift;
  private final WordPart words;
  private final FeaturePart features;
  private final TrendPart trends;

  /**
   * Reads.
   *
   * @param names of the classes that are shown so
   */
  ClassDetails(RunTable tables, ReportConfig config, List<String> names) {
    examples = new ExampleChoice(tables, names);
    layers = byClass(tables, Table.LAYERS, col("target_name"), names, "position");
    clusters = byClass(tables, Table.CLUSTER_STATISTICS, col("target_name"), names, "cluster");
    drift =
        byClass(
            tables,
            Table.DRIFT,
            when(col("scope").equalTo("class"), col("entity")),
            names,
            "metric");
    words = new WordPart(tables, names);
    features = new FeaturePart(tables, names, config.images());
    trends = new TrendPart(tables, config.root(), names);
  }

  private static Map<String, List<Row>> byClass(
      RunTable tables, Table table, Column name, List<String> names, String order) {
    if (!tables.has(table)) {
      return Map.of();
    }
    return tables
        .rows(table)
        .withColumn(CLASS, name)
        .where(col(CLASS).isin(names.toArray()))
        .orderBy(CLASS, order)
        .collectAsList()
        .stream()
        .collect(Collectors.groupingBy(row -> row.<String>getAs(CLASS)));
  }

  void want(Gallery gallery) {
    examples.want(gallery);
  }

  ReportClass.Details of(
      String name, List<ReportPicture> maps, @Nullable Row ranked, Gallery gallery) {
    List<ExampleSheet> sheets = new ArrayList<>();
    examples
        .sheets(name)
        .forEach(
            (title, images) -> {
              ExampleSheet sheet = gallery.sheet(title, images);
              if (!sheet.examples().isEmpty()) {
                sheets.add(sheet);
              }
            });
    features.sheet(name).ifPresent(sheets::add);
    List<Row> ownLayers = layers.getOrDefault(name, List.of());
    List<Row> ownClusters = clusters.getOrDefault(name, List.of());
    List<ReportTable> tables = new ArrayList<>();
    if (!ownClusters.isEmpty()) {
      tables.add(clusterTable(ownClusters));
    }
    words.table(name).ifPresent(tables::add);
    trends.table(name).ifPresent(tables::add);
    List<Row> ownDrift = drift.getOrDefault(name, List.of());
    if (!ownDrift.isEmpty()) {
      tables.add(DriftPart.table("Against the baseline", "", ownDrift));
    }
    if (!ownLayers.isEmpty()) {
      tables.add(layerTable(ownLayers));
    }
    return new ReportClass.Details(
        maps,
        sheets,
        tables,
        new ClassCharts(
            points(name, gallery), eigenvalues(ranked), losses(ownLayers), trends.of(name)));
  }

  private List<PicturePoint> points(String name, Gallery gallery) {
    return examples.points(name).stream()
        .map(
            row -> {
              Thumbnail thumbnail = gallery.of(new ShownImage(row.getAs("image_id"), name));
              String picture = "";
              if (thumbnail != null) {
                picture = thumbnail.overlay() == null ? thumbnail.map() : thumbnail.overlay();
              }
              return new PicturePoint(
                  row.<Double>getAs("x"),
                  row.<Double>getAs("y"),
                  row.<Integer>getAs("cluster"),
                  row.getAs("image_id"),
                  picture);
            })
        .toList();
  }

  private static List<Double> eigenvalues(@Nullable Row ranked) {
    if (ranked == null || ranked.isNullAt(ranked.fieldIndex("eigenvalues"))) {
      return List.of();
    }
    List<Double> values = new ArrayList<>();
    for (float value : MapEncoding.floats(ranked.getList(ranked.fieldIndex("eigenvalues")))) {
      values.add((double) value);
    }
    return values;
  }

  /** From the output to the pixels. */
  private static List<LayerLoss> losses(List<Row> layers) {
    List<LayerLoss> losses = new ArrayList<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Row row = layers.get(i);
      losses.add(
          new LayerLoss(
              row.getAs("layer"),
              row.<Double>getAs("mean_relevance_out"),
              row.<Double>getAs("mean_absorbed_bias"),
              row.<Double>getAs("mean_absorbed_stabilizer"),
              row.<Double>getAs("mean_absorbed_dead")));
    }
    return losses;
  }

  private static ReportTable clusterTable(List<Row> clusters) {
    return new ReportTable(
        "Clusters",
        "Inside: share of the cluster's positive relevance in its region; elsewhere: the same of the"
            + " class's other explanations.",
        List.of(
            "cluster",
            "explanations",
            "share",
            "accuracy",
            "mean score",
            "inside",
            "elsewhere",
            "separation",
            "suspicion",
            "p-value"),
        clusters.stream()
            .map(
                row ->
                    List.of(
                        Cell.count((long) row.<Integer>getAs("cluster")),
                        Cell.count(row.getAs("count")),
                        Cell.share(row.getAs("share")),
                        Cell.share(row.getAs("accuracy")),
                        Cell.number(row.getAs("mean_score")),
                        Cell.share(row.getAs("inside")),
                        Cell.share(row.getAs("elsewhere")),
                        Cell.share(row.getAs("separation")),
                        Cell.number(row.getAs("suspicion")),
                        Cell.number(row.getAs("p_value"))))
            .toList());
  }

  private static ReportTable layerTable(List<Row> layers) {
    return new ReportTable(
        "Relevance by layer",
        "Means over the class, from the input to the output, in units of the score.",
        List.of(
            "layer", "arrives", "handed on", "absorbed by bias", "by stabiliser", "lost at dead"),
        layers.stream()
            .map(
                row ->
                    List.of(
                        Cell.of(row.getAs("layer")),
                        Cell.number(row.getAs("mean_relevance_in")),
                        Cell.number(row.getAs("mean_relevance_out")),
                        Cell.number(row.getAs("mean_absorbed_bias")),
                        Cell.number(row.getAs("mean_absorbed_stabilizer")),
                        Cell.number(row.getAs("mean_absorbed_dead"))))
            .toList());
  }
}
