package org.sparklrp.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.sparklrp.relevance.RelevanceMap;

/**
 * Draws relevance maps. Each map is scaled by its own largest |R| (R summed over the channels), so
 * that a picture shows where relevance lies; how much there is, its caption says.
 */
public final class HeatmapRenderer {
  /** How much of the range of grey an input keeps under its relevance; its dark part is lifted. */
  private static final double CONTRAST = 0.65;

  private static final int STRONGEST_FOR = DivergingColors.of(1);
  private static final int STRONGEST_AGAINST = DivergingColors.of(-1);

  private HeatmapRenderer() {}

  /** One pixel per pixel of the map: red for the target, blue against it, white without effect. */
  public static BufferedImage heatmap(RelevanceMap map) {
    return heatmap(map, largest(map));
  }

  /** A heatmap on the scale of another map's largest |R|. */
  static BufferedImage heatmap(RelevanceMap map, double largest) {
    float[] relevance = map.signedSum();
    BufferedImage image = blank(map);
    for (int pixel = 0; pixel < relevance.length; pixel++) {
      int color = DivergingColors.of(relative(relevance[pixel], largest));
      image.setRGB(pixel % map.width(), pixel / map.width(), color);
    }
    return image;
  }

  /**
   * The input in grey under its relevance. Its opacity is the square root of |R| relative to the
   * largest: the heatmap shows proportions, the overlay also shows what weak relevance lies on.
   *
   * @param input a picture of the map's size
   */
  public static BufferedImage overlay(BufferedImage input, RelevanceMap map) {
    float[] relevance = map.signedSum();
    double largest = largest(map);
    BufferedImage image = blank(map);
    for (int pixel = 0; pixel < relevance.length; pixel++) {
      int x = pixel % map.width();
      int y = pixel / map.width();
      double value = relative(relevance[pixel], largest);
      int color = value < 0 ? STRONGEST_AGAINST : STRONGEST_FOR;
      image.setRGB(
          x, y, Canvas.mix(liftedGray(input.getRGB(x, y)), color, Math.sqrt(Math.abs(value))));
    }
    return image;
  }

  /** Input, heatmap and overlay side by side with a scale and a caption. */
  public static BufferedImage panel(Panel panel) {
    SheetLayout layout = new SheetLayout();
    layout.heading(panel.caption().target(), panel.caption().line());
    layout.note(panel.caption().imageId());
    layout.explanation(panel);
    return layout.toImage();
  }

  /** The mean maps of a class, then its examples, one below the other. */
  public static BufferedImage classSheet(ClassSheet sheet) {
    SheetLayout layout = new SheetLayout();
    layout.heading(sheet.title(), sheet.subtitle());
    layout.means(sheet);
    for (Panel example : sheet.examples()) {
      layout.heading(example.caption().target(), example.caption().line());
      layout.note(example.caption().imageId());
      layout.explanation(example);
    }
    return layout.toImage();
  }

  /** A picture as a PNG file's bytes. */
  public static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The largest |R| of a map. */
  static double largest(RelevanceMap map) {
    float largest = 0;
    for (float value : map.signedSum()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double relative(float value, double largest) {
    return largest > 0 ? value / largest : 0;
  }

  private static int liftedGray(int rgb) {
    double luminance =
        0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    int gray = (int) Math.round(255 - CONTRAST * (255 - luminance));
    return gray << 16 | gray << 8 | gray;
  }

  private static BufferedImage blank(RelevanceMap map) {
    return new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_RGB);
  }
}
