package org.sparklrp.job.heatmap;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.files.Sha256;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.render.Caption;
import org.sparklrp.render.Panel;

/**
 * One explanation to be drawn, in a form that travels: the image as the classifier saw it and its
 * map.
 *
 * @param place among the examples of its target, from 1
 * @param wrong whether the image's predicted class is not its label
 * @param imageId the image's key
 * @param heading the target and, where the prediction is wrong, the label and what was predicted
 * @param score the value explained
 * @param relevanceSum the sum of the relevances
 * @param width of image and map, in pixels
 * @param colors red, green and blue of every pixel, row-major
 * @param relevance of every pixel, row-major
 */
record HeatmapExample(
    int place,
    boolean wrong,
    String imageId,
    String heading,
    double score,
    double relevanceSum,
    int width,
    int[] colors,
    float[] relevance)
    implements Serializable {
  private static final int LONGEST_NAME = 60;
  private static final int HASH_DIGITS = 8;

  /**
   * Reads the image of a selected explanation again.
   *
   * @param row a row of {@link HeatmapSelection} joined with its map
   */
  static HeatmapExample read(
      Row row, MapEncoding encoding, Preprocessing preprocessing, Configuration configuration)
      throws IOException, ImageException {
    BufferedImage input = ExplainedImage.read(row, preprocessing, configuration);
    int height = input.getHeight();
    int width = input.getWidth();
    boolean wrong = row.getAs("wrong");
    return new HeatmapExample(
        row.getAs("place"),
        wrong,
        row.getAs("image_id"),
        wrong
            ? heading(row.getAs("target_name"), row.getAs("label"), row.getAs("predicted_name"))
            : row.getAs("target_name"),
        row.getAs("score"),
        row.getAs("relevance_sum"),
        width,
        input.getRGB(0, 0, width, height, null, 0, width),
        encoding.signedSum(row));
  }

  /** What the renderer draws. */
  Panel panel() {
    int height = relevance.length / width;
    BufferedImage input = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    input.setRGB(0, 0, width, height, colors, 0, width);
    return new Panel(
        input,
        new RelevanceMap(1, height, width, relevance),
        new Caption(imageId, heading, score, relevanceSum));
  }

  /** The picture's file name: its place, right or wrong, and the image without its ending. */
  String fileName() {
    String image = imageId.replaceFirst("\\.\\w{1,4}$", "");
    return String.format(
        Locale.ROOT, "%02d-%s-%s.png", place, wrong ? "wrong" : "right", safe(image));
  }

  /**
   * A text as part of a path: what file systems may not like becomes an underscore, and long ones
   * are cut; a hash keeps apart what would be alike then.
   */
  static String safe(String text) {
    String safe = text.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
    safe = safe.startsWith(".") ? "_" + safe.substring(1) : safe;
    if (safe.equals(text) && !text.isEmpty() && text.length() <= LONGEST_NAME) {
      return text;
    }
    String hash = Sha256.of(digest -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    String begin = safe.substring(0, Math.min(safe.length(), LONGEST_NAME));
    return begin + "-" + hash.substring(0, HASH_DIGITS);
  }

  /** What is explained, and what the image is and was taken for. */
  static String heading(String target, String label, String predicted) {
    return target.equals(predicted)
        ? "%s (label %s)".formatted(target, label)
        : "%s (label %s, predicted %s)".formatted(target, label, predicted);
  }
}
