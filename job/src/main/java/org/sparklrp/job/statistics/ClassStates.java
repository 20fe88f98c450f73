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
import java.util.Objects;
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
import org.sparklrp.config.OutputConfig.By.Kind;
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
                Stream.concat(
                        Stream.concat(others, figures),
                        Stream.of(ImageGroup.keyOf(by).as(StoredMap.PART)))
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

  /** An explanation counts among all of its target's, and among those of its part. */
  private static Stream<Tuple2<ClassGroup, Row>> groups(OutputConfig.By by, Row row) {
    ClassGroup all = ClassGroup.all(row);
    String part = row.getAs(StoredMap.PART);
    return Stream.of(all, all.part(by, part)).distinct().map(group -> new Tuple2<>(group, row));
  }

  /**
   * Images of the target's class, all, of an outcome or of a subset; or of a label, all or of a
   * prediction.
   */
  private void addImages(Map<ClassGroup, ClassStatistics> states, Dataset<Row> explanations) {
    Map<ImageKey, List<ClassGroup>> groups = new HashMap<>();
    states
        .keySet()
        .forEach(
            group ->
                groups.computeIfAbsent(ImageKey.of(group), key -> new ArrayList<>()).add(group));
    for (Row row : imageCounts(explanations)) {
      ImageCounts images = new ImageCounts(row.<Long>getAs("images"), row.getAs("correct"));
      ImageKey.of(by.kind(), row)
          .flatMap(key -> groups.getOrDefault(key, List.of()).stream())
          .forEach(group -> state(states, group).add(ofOutcome(images, group.images().outcome())));
    }
  }

  private static ClassStatistics state(Map<ClassGroup, ClassStatistics> states, ClassGroup group) {
    return Objects.requireNonNull(states.get(group), "groups are those that have states");
  }

  /** Explained images with a label by label and whatever else tells groups apart. */
  private List<Row> imageCounts(Dataset<Row> explanations) {
    boolean hasKeys = by.kind() == Kind.CONFUSION || by.kind() == Kind.COLUMN;
    Column key = hasKeys ? ImageGroup.keyOf(by) : functions.lit(null).cast("string");
    Column isCorrect = col("label_index").equalTo(col("predicted"));
    return explanations
        .where(col("label").isNotNull())
        .select(
            col("image_id"),
            col("label"),
            col("label_index"),
            col("predicted"),
            key.as(StoredMap.PART))
        .dropDuplicates("image_id")
        .groupBy("label", "label_index", StoredMap.PART)
        .agg(
            count(lit(1)).as("images"),
            when(col("label_index").isNotNull(), count_if(isCorrect)).as("correct"))
        .collectAsList();
  }

  /**
   * Images as groups know them.
   *
   * @param ownClass the target's class, or null where the label says which images these are
   * @param images whose
   */
  private record ImageKey(@Nullable Integer ownClass, ImageGroup images) {
    static ImageKey of(ClassGroup group) {
      ImageGroup images = group.images();
      return images.label() != null
          ? new ImageKey(null, images)
          : new ImageKey(group.target().index(), new ImageGroup(null, null, null, images.subset()));
    }

    static Stream<ImageKey> of(Kind kind, Row row) {
      Integer index = row.getAs("label_index");
      ImageGroup own = ImageGroup.of(kind, row.getAs(StoredMap.PART));
      ImageGroup labelled = new ImageGroup(row.getAs("label"), null, null, null);
      Stream<ImageKey> ofLabel =
          Stream.of(labelled, own)
              .filter(images -> images.label() != null)
              .map(images -> new ImageKey(null, images));
      Stream<ImageKey> ofClass =
          Stream.of(ImageGroup.ALL, own)
              .filter(images -> index != null && images.label() == null)
              .map(images -> new ImageKey(index, images));
      return Stream.concat(ofLabel, ofClass).distinct();
    }
  }

  private static ImageCounts ofOutcome(ImageCounts images, @Nullable String outcome) {
    if (outcome == null || images.correct() == null) {
      return images;
    }
    long correct = images.correct();
    return outcome.equals(ImageGroup.CORRECT)
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
    return by.kind() == Kind.TARGET
        ? maps
        : maps.join(
            explanations.select(
                col("image_id"), col("target_name"), ImageGroup.keyOf(by).as(StoredMap.PART)),
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
   * @param part the key of its images, or null for all
   */
  private record MapKey(String targetName, @Nullable String part) implements Serializable {
    static MapKey of(ClassGroup group) {
      return new MapKey(group.targetName(), group.images().key());
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
