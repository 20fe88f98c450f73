package org.sparklrp.report;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.sparklrp.render.DivergingColors;
import org.sparklrp.render.HeatmapRenderer;
import org.sparklrp.render.SequentialColors;

/**
 * Small pictures as {@code data:} addresses: maps as PNG with a palette, about 1 KB for 32 x 32
 * cells, photographs as JPEG, about 2 KB for 64 x 64 pixels. Larger ones are averaged down.
 */
public final class Thumbnails {
  private static final int COLORS = 63;
  private static final int MIDDLE = COLORS / 2;
  private static final float QUALITY = 0.82f;

  private Thumbnails() {}

  /**
   * A map in blue, white and red, scaled by its largest |R|.
   *
   * @param values row-major
   * @param width in cells
   * @param side of the picture at most, in pixels
   */
  public static String signed(float[] values, int width, int side) {
    Averaged cells = Averaged.of(values, width, side);
    double largest = cells.largest();
    return palette(
        cells,
        color -> DivergingColors.of((color - MIDDLE) / (double) MIDDLE),
        cell ->
            MIDDLE + (largest > 0 ? (int) Math.round(MIDDLE * cells.values()[cell] / largest) : 0));
  }

  /**
   * A map of values without sign, from dark to bright, scaled by its largest.
   *
   * @param values row-major, at least 0
   * @param width in cells
   * @param side of the picture at most, in pixels
   */
  public static String sequential(float[] values, int width, int side) {
    Averaged cells = Averaged.of(values, width, side);
    double largest = cells.largest();
    return palette(
        cells,
        color -> SequentialColors.of(color / (double) (COLORS - 1)),
        cell -> largest > 0 ? (int) Math.round((COLORS - 1) * cells.values()[cell] / largest) : 0);
  }

  /** A photograph, or a picture over one; its sides at most {@code side} pixels. */
  public static String photograph(BufferedImage image, int side) {
    return "data:image/jpeg;base64," + encoded(jpeg(smaller(image, side)));
  }

  private static String palette(Averaged cells, IntUnaryOperator colors, IntUnaryOperator colorOf) {
    byte[] red = new byte[COLORS];
    byte[] green = new byte[COLORS];
    byte[] blue = new byte[COLORS];
    for (int i = 0; i < COLORS; i++) {
      int rgb = colors.applyAsInt(i);
      red[i] = (byte) (rgb >> 16);
      green[i] = (byte) (rgb >> 8);
      blue[i] = (byte) rgb;
    }
    BufferedImage image =
        new BufferedImage(
            cells.width(),
            cells.height(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, COLORS, red, green, blue));
    for (int cell = 0; cell < cells.values().length; cell++) {
      image
          .getRaster()
          .setSample(cell % cells.width(), cell / cells.width(), 0, colorOf.applyAsInt(cell));
    }
    return "data:image/png;base64," + encoded(HeatmapRenderer.png(image));
  }

  private static BufferedImage smaller(BufferedImage image, int side) {
    int height = image.getHeight();
    int width = image.getWidth();
    int[] colors = image.getRGB(0, 0, width, height, null, 0, width);
    float[][] channels = new float[3][colors.length];
    for (int pixel = 0; pixel < colors.length; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        channels[channel][pixel] = (colors[pixel] >> (8 * channel)) & 0xff;
      }
    }
    Averaged[] averaged = new Averaged[3];
    for (int channel = 0; channel < 3; channel++) {
      averaged[channel] = Averaged.of(channels[channel], width, side);
    }
    BufferedImage small =
        new BufferedImage(averaged[0].width(), averaged[0].height(), BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < averaged[0].values().length; pixel++) {
      int rgb = 0;
      for (int channel = 2; channel >= 0; channel--) {
        rgb = (rgb << 8) | Math.round(averaged[channel].values()[pixel]);
      }
      small.setRGB(pixel % small.getWidth(), pixel / small.getWidth(), rgb);
    }
    return small;
  }

  private static byte[] jpeg(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
