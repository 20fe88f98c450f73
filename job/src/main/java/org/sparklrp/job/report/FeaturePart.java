package org.sparklrp.job.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.run.Phase;
import org.sparklrp.job.table.Table;
import org.sparklrp.report.ExampleSheet;

/**
 * The local features that speak most for or against each class of a Bag-of-Words model, each of
 * another image, with what lies in their area.
 */
final class FeaturePart {
  private static final int SHOWN = 12;

  private static final String[] OF_FEATURE = {
    "relevance", "channel", "feature", "left", "top", "right", "bottom", "word"
  };

  private final Map<String, List<Patch>> patches;

  /**
   * Reads and draws.
   *
   * @param names of the classes that are shown so
   * @param withImages whether the images are read again
   */
  FeaturePart(RunTable tables, List<String> names, boolean withImages) {
    patches = tables.has(Table.LOCAL_FEATURES) ? drawn(tables, names, withImages) : Map.of();
  }

  private static Map<String, List<Patch>> drawn(
      RunTable tables, List<String> names, boolean withImages) {
    Dataset<Row> strongest = strongest(tables, names);
    Preprocessing preprocessing = withImages ? tables.run().config().preprocess() : null;
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(tables.session().sparkContext());
    SerializableConfiguration configuration =
        new SerializableConfiguration(tables.session().sessionState().newHadoopConf());
    return Phase.of(
            spark,
            "Drawing local features",
            () ->
                strongest
                    .repartition(spark.defaultParallelism())
                    .toJavaRDD()
                    .map(row -> Patch.of(row, preprocessing, configuration.value()))
                    .collect())
        .stream()
        .sorted((a, b) -> Integer.compare(a.place(), b.place()))
        .collect(Collectors.groupingBy(patch -> patch.shown().targetName()));
  }

  /** One feature of an image, the strongest images of each class. */
  private static Dataset<Row> strongest(RunTable tables, List<String> names) {
    Column feature = struct(Stream.of(OF_FEATURE).map(name -> col(name)).toArray(Column[]::new));
    return tables
        .rows(Table.LOCAL_FEATURES)
        .where(col("target_name").isin(names.toArray()))
        .groupBy("image_id", "target_name")
        .agg(max_by(feature, struct(abs(col("relevance")), col("channel"), col("feature"))).as("f"))
        .select(col("image_id"), col("target_name"), col("f.*"))
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy("target_name")
                        .orderBy(abs(col("relevance")).desc(), col("image_id"))))
        .where(col("place").leq(SHOWN))
        .join(
            tables
                .run()
                .explanations(tables.session())
                .select("image_id", "target_name", "uri", "height", "width"),
            new String[] {"image_id", "target_name"},
            "inner");
  }

  Optional<ExampleSheet> sheet(String name) {
    @Nullable List<Patch> own = patches.get(name);
    return own == null
        ? Optional.empty()
        : Optional.of(
            new ExampleSheet(
                "Local features with most relevance, one of each image",
                own.stream().map(Patch::example).toList()));
  }
}
