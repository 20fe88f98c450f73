package org.sparklrp.job.statistics;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.NamedTarget;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import org.sparklrp.measure.MapStatistics;
import scala.Tuple2;

/**
 * Writes the table class_statistics from the tables explanations and maps; the images are not
 * needed. Maps are added up per target, and per label and target where that was asked for, as
 * mergeable states on a common grid: the largest map's, at most {@value #LARGEST_SIDE} cells a
 * side.
 */
public final class ClassStatisticsTable {
  /** A state of 256 x 256 cells has 1.5 MB. */
  static final int LARGEST_SIDE = 256;

  private static final String ROW_MAJOR = ", row-major (y, x) on the common grid";

  /**
   * What a row is made from.
   *
   * @param scalars of {@link ClassStatistics}
   * @param maps of the same explanations, or null where there are none
   */
  private record Summary(Row scalars, @Nullable MapStatistics maps) {
    private <V> @Nullable V map(Function<MapStatistics, V> value) {
      return maps == null ? null : value.apply(maps);
    }
  }

  private static final Columns<Summary> COLUMNS =
      Columns.<Summary>none()
          .with(NamedTarget.COLUMNS, row -> NamedTarget.of(row.scalars))
          .textOrNull(
              "label",
              "the true class of the row's images as the dataset names it, null for all images",
              row -> row.scalars.getAs("label"))
          .with(ClassStatistics.FIGURES, Summary::scalars)
          .wholeOrNull(
              "map_height",
              Unit.CELLS,
              "of the common grid, in cells",
              row -> row.map(MapStatistics::height))
          .wholeOrNull(
              "map_width",
              Unit.CELLS,
              "of the common grid, in cells",
              row -> row.map(MapStatistics::width))
          .floatsOrNull(
              "mean_map",
              Unit.SCORE,
              "mean relevance of each cell" + ROW_MAJOR,
              row -> row.map(MapStatistics::meanMap))
          .floatsOrNull(
              "std_map",
              Unit.SCORE,
              "sample standard deviation of each cell's relevance" + ROW_MAJOR,
              row -> row.map(MapStatistics::stdMap))
          .floatsOrNull(
              "mean_positive_map",
              Unit.SCORE,
              "mean of each cell's positive relevance" + ROW_MAJOR,
              row -> row.map(MapStatistics::meanPositiveMap))
          .floatsOrNull(
              "mean_negative_map",
              Unit.SCORE,
              "mean of each cell's negative relevance" + ROW_MAJOR,
              row -> row.map(MapStatistics::meanNegativeMap));

  /**
   * What one row is about.
   *
   * @param target the target's name
   * @param label of the images, or null for all
   */
  private record Group(String target, @Nullable String label) implements Serializable {}

  private ClassStatisticsTable() {}

  /**
   * The columns: one row per target over the whole dataset, and per label and target where that was
   * asked for.
   */
  public static StructType schema() {
    return COLUMNS.schema();
  }

  /**
   * Writes the table.
   *
   * @param scalars the rows of {@link ClassStatistics}
   * @param maps the table maps, or null where there is none; with the column label of the table
   *     explanations where there are rows per label
   */
  public static void write(
      TableSink sink,
      JavaSparkContext spark,
      List<Row> scalars,
      @Nullable Dataset<Row> maps,
      MapEncoding encoding) {
    JavaPairRDD<Table, Row> rows =
        maps == null || scalars.isEmpty()
            ? spark
                .parallelize(scalars, 1)
                .mapToPair(row -> new Tuple2<>(Table.CLASS_STATISTICS, joined(row, null)))
            : withMaps(spark, scalars, maps, encoding);
    sink.replace(rows, Map.of(Table.CLASS_STATISTICS, schema()));
  }

  private static JavaPairRDD<Table, Row> withMaps(
      JavaSparkContext spark, List<Row> scalars, Dataset<Row> maps, MapEncoding encoding) {
    Row size = maps.agg(functions.max("height"), functions.max("width")).first();
    int height = Math.min(LARGEST_SIDE, size.getInt(0));
    int width = Math.min(LARGEST_SIDE, size.getInt(1));
    Map<Group, Row> byGroup = new HashMap<>();
    scalars.forEach(
        row -> byGroup.put(new Group(row.getAs("target_name"), row.getAs("label")), row));
    var shared = spark.broadcast(byGroup);
    return StoredMap.read(maps, encoding)
        .toJavaRDD()
        .flatMapToPair(map -> groups(map).iterator())
        .aggregateByKey(
            new MapStatistics(height, width),
            Math.min(scalars.size(), spark.defaultParallelism()),
            (state, map) -> {
              state.add(map.signedSum(encoding), map.getHeight(), map.getWidth());
              return state;
            },
            (state, other) -> {
              state.merge(other);
              return state;
            })
        .mapToPair(
            state ->
                new Tuple2<>(
                    Table.CLASS_STATISTICS, joined(shared.value().get(state._1()), state._2())));
  }

  /** A map counts among all of its target's, and among those of its image's label. */
  private static List<Tuple2<Group, StoredMap>> groups(StoredMap map) {
    Tuple2<Group, StoredMap> all = new Tuple2<>(new Group(map.getTargetName(), null), map);
    return map.getLabel() == null
        ? List.of(all)
        : List.of(all, new Tuple2<>(new Group(map.getTargetName(), map.getLabel()), map));
  }

  private static Row joined(@Nullable Row scalars, @Nullable MapStatistics maps) {
    if (scalars == null) {
      throw new IllegalStateException("The table maps has a target that explanations has not");
    }
    return COLUMNS.row(new Summary(scalars, maps));
  }
}
