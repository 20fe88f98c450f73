package org.sparklrp.job.heatmap;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.render.ClassSheet;
import org.sparklrp.render.HeatmapRenderer;
import scala.Tuple2;

/**
 * Draws the selected explanations, one PNG each, and one sheet per target with its mean maps and
 * first examples: {@code heatmaps/TARGET/01-right-IMAGE.png} and {@code heatmaps/TARGET/class.png}.
 * Only the selected images are read again.
 *
 * @param folder gets the pictures
 * @param preprocessing shows the image as the classifier saw it
 * @param encoding of the table maps
 * @param configuration of the file systems
 */
public record Heatmaps(
    String folder,
    Preprocessing preprocessing,
    MapEncoding encoding,
    Broadcast<SerializableConfiguration> configuration)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Heatmaps.class);
  private static final int EXAMPLES_ON_A_SHEET = 6;

  /**
   * Draws.
   *
   * @param selection rows of {@link HeatmapSelection}
   * @param maps the table maps
   * @param statistics the table class_statistics
   */
  public void draw(
      JavaSparkContext spark, Dataset<Row> selection, Dataset<Row> maps, Dataset<Row> statistics) {
    Dataset<Row> values = maps.drop("target", "contrast", "height", "width");
    JavaPairRDD<String, HeatmapExample> examples =
        selection
            .join(values, new String[] {"image_id", "target_name"}, "inner")
            .repartition(spark.defaultParallelism())
            .toJavaRDD()
            .flatMapToPair(this::drawExample);
    ClassFigures.columns(statistics)
        .toJavaRDD()
        .map(ClassFigures::read)
        .mapToPair(figures -> new Tuple2<>(figures.target(), figures))
        .cogroup(examples)
        .foreach(
            target -> {
              for (ClassFigures figures : target._2()._1()) {
                ClassSheet sheet = figures.sheet(target._2()._2());
                write(sheet.title(), "class.png", HeatmapRenderer.classSheet(sheet));
              }
            });
  }

  private Iterator<Tuple2<String, HeatmapExample>> drawExample(Row row) throws IOException {
    String target = row.getAs("target_name");
    HeatmapExample example;
    try {
      example = HeatmapExample.read(row, encoding, preprocessing, configuration.value().value());
    } catch (ImageException | IOException e) {
      LOG.warn(
          "No heatmap of {}: it was explained but cannot be read again ({})",
          row.getAs("image_id"),
          e.getMessage());
      return List.<Tuple2<String, HeatmapExample>>of().iterator();
    }
    write(target, example.fileName(), HeatmapRenderer.panel(example.panel()));
    return example.place() <= EXAMPLES_ON_A_SHEET
        ? List.of(new Tuple2<>(target, example)).iterator()
        : List.<Tuple2<String, HeatmapExample>>of().iterator();
  }

  private void write(String target, String name, BufferedImage picture) throws IOException {
    HadoopPath.open(folder, configuration.value().value())
        .child(HeatmapExample.safe(target))
        .child(name)
        .write(HeatmapRenderer.png(picture));
  }
}
