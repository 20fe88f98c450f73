package org.sparklrp.job.heatmap;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.render.ClassSheet;

/**
 * What a sheet shows of a row of the table class_statistics, in a form that travels: a row itself
 * holds an object per cell of its maps, of which a thousand classes have hundreds of millions.
 *
 * @param target the target's name
 * @param subtitle the target's numbers, in one line
 * @param width of the maps, in cells
 * @param mean the mean map, row-major
 * @param positive the mean of its positive parts
 * @param negative the mean of its negative parts
 */
record ClassFigures(
    String target, String subtitle, int width, float[] mean, float[] positive, float[] negative)
    implements Serializable {
  private static final List<String> COLUMNS =
      List.of(
          "target_name",
          "count",
          "mean_relevance",
          "accuracy",
          "map_width",
          "mean_map",
          "mean_positive_map",
          "mean_negative_map");

  /** The columns of the table class_statistics that {@link #read} takes. */
  static Dataset<Row> columns(Dataset<Row> statistics) {
    return statistics.select(COLUMNS.stream().map(functions::col).toArray(Column[]::new));
  }

  /** Reads a row of {@link #columns}. */
  static ClassFigures read(Row row) {
    return new ClassFigures(
        row.getAs("target_name"),
        subtitle(row),
        row.getAs("map_width"),
        map(row, "mean_map"),
        map(row, "mean_positive_map"),
        map(row, "mean_negative_map"));
  }

  private static String subtitle(Row row) {
    String images =
        String.format(
            Locale.ROOT,
            "%d explanations    mean R %.3f",
            row.<Long>getAs("count"),
            row.<Double>getAs("mean_relevance"));
    Double accuracy = row.getAs("accuracy");
    return accuracy == null
        ? images
        : String.format(Locale.ROOT, "%s    accuracy %.1f %%", images, 100 * accuracy);
  }

  private static float[] map(Row row, String column) {
    return MapEncoding.floats(row.getList(row.fieldIndex(column)));
  }

  /** What the renderer draws, the examples in the order of their places. */
  ClassSheet sheet(Iterable<HeatmapExample> examples) {
    Stream<HeatmapExample> ordered =
        StreamSupport.stream(examples.spliterator(), false)
            .sorted(Comparator.comparingInt(HeatmapExample::place));
    return new ClassSheet(
        target,
        subtitle,
        map(mean),
        map(positive),
        map(negative),
        ordered.map(HeatmapExample::panel).toList());
  }

  private RelevanceMap map(float[] values) {
    return new RelevanceMap(1, values.length / width, width, values);
  }
}
