package org.sparklrp.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.stream.IntStream;

/**
 * The samples of an image the platform decoded. They are taken from the raster, because Java's own
 * conversion to sRGB brightens grey images, whose colour space it takes to be linear.
 */
final class RasterSamples {
  private RasterSamples() {}

  /**
   * Grey where the image has no colour; transparent pixels over what stands behind them; the high
   * byte of 16 bits.
   */
  static DecodedImage of(BufferedImage image, Decoding.Alpha behind) throws ImageException {
    ColorModel model = image.getColorModel();
    if (model instanceof ComponentColorModel && image.getRaster().getNumBands() <= 4) {
      return fromBands(image.getRaster(), behind);
    }
    boolean gray = model instanceof IndexColorModel palette && isGray(palette);
    return fromPackedRgb(image, gray ? 1 : 3, behind);
  }

  private static DecodedImage fromBands(Raster raster, Decoding.Alpha behind)
      throws ImageException {
    int type = raster.getDataBuffer().getDataType();
    if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
      throw ImageException.decode("The image has samples that are neither 8 nor 16 bits");
    }
    int shift = type == DataBuffer.TYPE_USHORT ? 8 : 0;
    int bands = raster.getNumBands();
    int channels = bands <= 2 ? 1 : 3;
    boolean alpha = bands > channels;
    int width = raster.getWidth();
    byte[] samples = new byte[raster.getHeight() * width * channels];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += bands) {
        int opacity = alpha ? row[from + channels] >> shift : 255;
        for (int channel = 0; channel < channels; channel++) {
          samples[to++] = behind.over(row[from + channel] >> shift, opacity);
        }
      }
    }
    return new DecodedImage(raster.getHeight(), width, channels, samples);
  }

  private static DecodedImage fromPackedRgb(
      BufferedImage image, int channels, Decoding.Alpha behind) {
    int width = image.getWidth();
    byte[] samples = new byte[image.getHeight() * width * channels];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        for (int channel = 0; channel < channels; channel++) {
          samples[to++] = behind.over(argb >> (16 - 8 * channel) & 0xff, argb >>> 24);
        }
      }
    }
    return new DecodedImage(image.getHeight(), width, channels, samples);
  }

  private static boolean isGray(IndexColorModel palette) {
    return IntStream.range(0, palette.getMapSize())
        .map(palette::getRGB)
        .allMatch(rgb -> (rgb & 0xff) == (rgb >> 8 & 0xff) && (rgb & 0xff) == (rgb >> 16 & 0xff));
  }
}
