package org.sparklrp.job.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.row.StoredMap;
import org.sparklrp.job.statistics.ClassStatistics.ImageCounts;
import org.sparklrp.measure.MapStatistics;
import scala.Tuple2;

/**
 * The states of a run's classes, from the tables explanations and maps; the images are not needed.
 * The driver holds the scalars; there are as many as the model has classes, plus contrasts, and at
 * most that many for each label. Maps are added up on a common grid, the largest map's, at most
 * {@value #LARGEST_SIDE} cells a side.
 *
 * @param by what there are groups for besides those over all images
 */
public record ClassStates(OutputConfig.By by) {
  /** A state of 256 x 256 cells has 1.5 MB. */
  static final int LARGEST_SIDE = 256;

  /** The states without maps, in the order of targets. */
  public Map<ClassGroup, ClassStatistics> scalars(Dataset<Row> explanations) {
    Map<ClassGroup, ClassStatistics> states = new TreeMap<>(ClassGroup.ORDER);
    OutputConfig.By own = by;
    Stream<Column> figures = Stream.of(Figure.values()).map(Figure::column).map(functions::col);
    Stream<Column> others =
        Stream.of("target", "contrast", "target_name", "label_index", "predicted")
            .map(functions::col);
    states.putAll(
        explanations
            .select(
                Stream.concat(Stream.concat(others, figures), Stream.of(part()))
                    .toArray(Column[]::new))
            .toJavaRDD()
            .flatMapToPair(row -> groups(own, row).iterator())
            .aggregateByKey(
                new ClassStatistics(),
                (state, row) -> {
                  state.add(row);
                  return state;
                },
                ClassStatistics::merge)
            .collectAsMap());
    addImages(states, explanations);
    return states;
  }

  /** What tells the groups of a target apart: the label or the outcome; null where none. */
  private Column part() {
    Column isCorrect = col("label_index").equalTo(col("predicted"));
    Column part =
        switch (by) {
          case TARGET -> lit(null).cast("string");
          case LABEL -> col("label");
          case OUTCOME ->
              when(isCorrect, ClassGroup.CORRECT)
                  .when(col("label_index").isNotNull(), ClassGroup.WRONG);
        };
    return part.as(StoredMap.PART);
  }

  /** An explanation counts among all of its target's, and among those of its part. */
  private static Stream<Tuple2<ClassGroup, Row>> groups(OutputConfig.By by, Row row) {
    ClassGroup all = ClassGroup.all(row);
    String part = row.getAs(StoredMap.PART);
    return Stream.of(all, part == null ? all : all.part(by, part))
        .distinct()
        .map(group -> new Tuple2<>(group, row));
  }

  /** Images of the target's class, of the label, or of the target's class and the outcome. */
  private static void addImages(
      Map<ClassGroup, ClassStatistics> states, Dataset<Row> explanations) {
    Column isCorrect = col("label_index").equalTo(col("predicted"));
    List<Row> counts =
        explanations
            .where(col("label").isNotNull())
            .select("image_id", "label", "label_index", "predicted")
            .dropDuplicates("image_id")
            .groupBy("label", "label_index")
            .agg(
                count(lit(1)).as("images"),
                when(col("label_index").isNotNull(), count_if(isCorrect)).as("correct"))
            .collectAsList();
    for (Row row : counts) {
      ImageCounts images = new ImageCounts(row.<Long>getAs("images"), row.getAs("correct"));
      Integer index = row.getAs("label_index");
      states.forEach(
          (group, state) -> {
            boolean isOwnClass = index != null && index == group.target().index();
            if (group.label() != null ? group.label().equals(row.getAs("label")) : isOwnClass) {
              state.add(ofOutcome(images, group.outcome()));
            }
          });
    }
  }

  private static ImageCounts ofOutcome(ImageCounts images, @Nullable String outcome) {
    if (outcome == null || images.correct() == null) {
      return images;
    }
    long correct = images.correct();
    return outcome.equals(ClassGroup.CORRECT)
        ? new ImageCounts(correct, correct)
        : new ImageCounts(images.all() - correct, 0L);
  }

  /**
   * The states with their maps.
   *
   * @param scalars the states without
   * @param maps the table maps
   * @param explanations of the same images
   */
  public JavaPairRDD<ClassGroup, ClassStatistics> withMaps(
      JavaSparkContext spark,
      Map<ClassGroup, ClassStatistics> scalars,
      Dataset<Row> maps,
      Dataset<Row> explanations,
      MapEncoding encoding) {
    Row size = maps.agg(functions.max("height"), functions.max("width")).first();
    MapStatistics none =
        new MapStatistics(
            Math.min(LARGEST_SIDE, size.getInt(0)), Math.min(LARGEST_SIDE, size.getInt(1)));
    Map<MapKey, ClassGroup> groups = new HashMap<>();
    scalars.keySet().forEach(group -> groups.put(MapKey.of(group), group));
    var shared = spark.broadcast(groups);
    int parts = Math.min(scalars.size(), spark.defaultParallelism());
    return StoredMap.read(withParts(maps, explanations), encoding)
        .toJavaRDD()
        .flatMapToPair(map -> MapKey.of(map).map(key -> new Tuple2<>(key, map)).iterator())
        .aggregateByKey(
            none,
            parts,
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
                    known(shared.value().get(state._1())), ClassStatistics.ofMaps(state._2())))
        .union(withoutMaps(spark, scalars))
        .reduceByKey(ClassStatistics::merge, parts);
  }

  private Dataset<Row> withParts(Dataset<Row> maps, Dataset<Row> explanations) {
    return by == OutputConfig.By.TARGET
        ? maps
        : maps.join(
            explanations.select(col("image_id"), col("target_name"), part()),
            new String[] {"image_id", "target_name"},
            "inner");
  }

  private static ClassGroup known(@Nullable ClassGroup group) {
    if (group == null) {
      throw new IllegalStateException("The table maps has a target that explanations has not");
    }
    return group;
  }

  /**
   * A group as maps know it.
   *
   * @param targetName the target's name
   * @param part its label or outcome, or null for all
   */
  private record MapKey(String targetName, @Nullable String part) implements Serializable {
    static MapKey of(ClassGroup group) {
      return new MapKey(
          group.targetName(), group.label() == null ? group.outcome() : group.label());
    }

    static Stream<MapKey> of(StoredMap map) {
      return Stream.of(
              new MapKey(map.getTargetName(), null), new MapKey(map.getTargetName(), map.getPart()))
          .distinct();
    }
  }

  /** The states as they are, where there are no maps. */
  public static JavaPairRDD<ClassGroup, ClassStatistics> withoutMaps(
      JavaSparkContext spark, Map<ClassGroup, ClassStatistics> scalars) {
    List<Tuple2<ClassGroup, ClassStatistics>> pairs = new ArrayList<>();
    scalars.forEach((group, state) -> pairs.add(new Tuple2<>(group, state)));
    return spark.parallelizePairs(pairs, 1);
  }
}
