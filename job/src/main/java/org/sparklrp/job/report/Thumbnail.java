package org.sparklrp.job.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.heatmap.ExplainedImage;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.render.HeatmapRenderer;
import org.sparklrp.report.ReportExample;
import org.sparklrp.report.ReportPicture;
import org.sparklrp.report.Thumbnails;

/**
 * One explanation as it is shown, in a form that travels.
 *
 * @param shown which
 * @param note what its image is and was taken for
 * @param image a {@code data:} address, or null where it is not at hand
 * @param map the same of its relevance
 * @param overlay the same of both, or null
 */
record Thumbnail(
    ShownImage shown, String note, @Nullable String image, String map, @Nullable String overlay)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Thumbnail.class);
  private static final int SIDE = 64;

  /**
   * Draws.
   *
   * @param row of the table explanations with the columns of the table maps
   * @param preprocessing shows the image as the classifier saw it, or null for the map alone
   */
  static Thumbnail of(
      Row row,
      MapEncoding encoding,
      @Nullable Preprocessing preprocessing,
      Configuration configuration) {
    int width = row.<Integer>getAs("width");
    float[] relevance = encoding.signedSum(row);
    ShownImage shown = new ShownImage(row.getAs("image_id"), row.getAs("target_name"));
    String map = Thumbnails.signed(relevance, width, SIDE);
    BufferedImage image = image(row, preprocessing, configuration, shown);
    if (image == null || image.getWidth() != width) {
      return new Thumbnail(shown, note(row), null, map, null);
    }
    RelevanceMap values = new RelevanceMap(1, relevance.length / width, width, relevance);
    return new Thumbnail(
        shown,
        note(row),
        Thumbnails.photograph(image, SIDE),
        map,
        Thumbnails.photograph(HeatmapRenderer.overlay(image, values), SIDE));
  }

  /**
   * The image of a row with the columns of explanations, or null where none is asked for or it
   * cannot be read.
   */
  static @Nullable BufferedImage image(
      Row row,
      @Nullable Preprocessing preprocessing,
      Configuration configuration,
      ShownImage shown) {
    if (preprocessing == null) {
      return null;
    }
    try {
      return ExplainedImage.read(row, preprocessing, configuration);
    } catch (ImageException | IOException e) {
      LOG.warn(
          "The report shows no picture of {}: it cannot be read again ({})",
          shown.imageId(),
          e.getMessage());
      return null;
    }
  }

  private static String note(Row row) {
    String label = row.getAs("label");
    String predicted = row.getAs("predicted_name");
    return String.format(
        Locale.ROOT,
        "%s, score %.2f",
        label == null ? "taken for " + predicted : label + ", taken for " + predicted,
        row.<Double>getAs("score"));
  }

  ReportExample example() {
    List<ReportPicture> pictures = new ArrayList<>();
    String of = " of " + shown.imageId();
    if (image != null) {
      pictures.add(new ReportPicture("image", "Image" + of, image));
    }
    pictures.add(new ReportPicture("relevance", "Relevance" + of, map));
    if (overlay != null) {
      pictures.add(new ReportPicture("both", "Relevance over the image" + of, overlay));
    }
    return new ReportExample(shown.imageId(), note, pictures);
  }
}
