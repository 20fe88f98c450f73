package org.sparklrp.job.heatmap;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.source.ImageFiles;

/** Reads images that were explained again, as the classifier saw them. */
public final class ExplainedImage {
  private static final ImageLimits LIMITS =
      new ImageLimits(Integer.MAX_VALUE, Duration.ofMinutes(2));
  private static final int WHITE = 0xFFFFFF;

  private ExplainedImage() {}

  /**
   * The picture of a row of the table explanations, of the size of its map; white where the image
   * is a value of a table and cannot be read by itself.
   */
  public static BufferedImage read(
      Row explanation, Preprocessing preprocessing, Configuration configuration)
      throws IOException, ImageException {
    String address = explanation.getAs("uri");
    return ImageFiles.isAlone(address)
        ? photograph(address, preprocessing, configuration)
        : blank(explanation.getAs("height"), explanation.getAs("width"));
  }

  private static BufferedImage photograph(
      String address, Preprocessing preprocessing, Configuration configuration)
      throws IOException, ImageException {
    byte[] encoded = new ImageFiles("", LIMITS, configuration).read(address);
    return new ImageDecoder(Integer.MAX_VALUE, preprocessing.decoding())
        .decode(encoded, preprocessing::displayed);
  }

  private static BufferedImage blank(int height, int width) {
    BufferedImage blank = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] white = new int[height * width];
    Arrays.fill(white, WHITE);
    blank.setRGB(0, 0, width, height, white, 0, width);
    return blank;
  }
}
