package org.sparklrp.job.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.run.Phase;
import org.sparklrp.report.ExampleSheet;

/** The images of a page: first it is said which are wanted, then all are drawn in one pass. */
final class Gallery {
  private static final StructType KEYS =
      new StructType()
          .add("image_id", DataTypes.StringType)
          .add("target_name", DataTypes.StringType);

  private final Set<ShownImage> wanted = new LinkedHashSet<>();
  private final Map<ShownImage, Thumbnail> drawn = new HashMap<>();

  void want(List<ShownImage> images) {
    wanted.addAll(images);
  }

  /** Draws what is wanted. */
  void draw(RunTable tables, boolean withImages) {
    if (wanted.isEmpty() || !tables.run().hasMaps()) {
      return;
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(tables.session().sparkContext());
    Dataset<Row> keys =
        tables
            .session()
            .createDataFrame(
                wanted.stream()
                    .map(image -> RowFactory.create(image.imageId(), image.targetName()))
                    .toList(),
                KEYS);
    String[] key = {"image_id", "target_name"};
    Dataset<Row> rows =
        tables
            .run()
            .explanations(tables.session())
            .join(keys, key, "left_semi")
            .join(
                tables.run().maps(tables.session()).drop("target", "contrast", "height", "width"),
                key,
                "inner");
    MapEncoding encoding = tables.run().encoding();
    Preprocessing preprocessing = withImages ? tables.run().config().preprocess() : null;
    SerializableConfiguration configuration =
        new SerializableConfiguration(tables.session().sessionState().newHadoopConf());
    List<Thumbnail> thumbnails =
        Phase.of(
            spark,
            "Drawing " + wanted.size() + " images",
            () ->
                rows.repartition(spark.defaultParallelism())
                    .toJavaRDD()
                    .map(row -> Thumbnail.of(row, encoding, preprocessing, configuration.value()))
                    .collect());
    thumbnails.forEach(thumbnail -> drawn.put(thumbnail.shown(), thumbnail));
  }

  /** What became of an image, or null. */
  @Nullable Thumbnail of(ShownImage image) {
    return drawn.get(image);
  }

  /** The images that could be drawn. */
  ExampleSheet sheet(String title, List<ShownImage> images) {
    List<Thumbnail> shown = new ArrayList<>();
    for (ShownImage image : images) {
      Thumbnail thumbnail = drawn.get(image);
      if (thumbnail != null) {
        shown.add(thumbnail);
      }
    }
    return new ExampleSheet(title, shown.stream().map(Thumbnail::example).toList());
  }
}
