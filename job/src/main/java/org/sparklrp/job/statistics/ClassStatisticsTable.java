package org.sparklrp.job.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.sparklrp.job.table.MapEncoding;
import org.sparklrp.job.table.StoredMap;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSchemas;
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

  /** The columns before the grid's. */
  static final String[] SCALARS =
      Arrays.stream(TableSchemas.classStatistics().fieldNames())
          .takeWhile(name -> !name.equals("map_height"))
          .toArray(String[]::new);

  /**
   * What one row is about.
   *
   * @param target the target's name
   * @param label of the images, or null for all
   */
  private record Group(String target, @Nullable String label) implements Serializable {}

  private ClassStatisticsTable() {}

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
    sink.write(rows, Map.of(Table.CLASS_STATISTICS, TableSchemas.classStatistics()));
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
    Object[] cells = new Object[TableSchemas.classStatistics().size()];
    int filled = 0;
    for (; filled < SCALARS.length; filled++) {
      cells[filled] = scalars.get(filled);
    }
    if (maps != null) {
      cells[filled++] = maps.height();
      cells[filled++] = maps.width();
      cells[filled++] = maps.meanMap();
      cells[filled++] = maps.stdMap();
      cells[filled++] = maps.meanPositiveMap();
      cells[filled] = maps.meanNegativeMap();
    }
    return RowFactory.create(cells);
  }
}
