package org.sparklrp.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The first image of a file, as a decoder of {@link FixedReaders} gives it: PNG, BMP, TIFF, WebP.
 *
 * @param format of the file
 * @param reader holds the input
 * @param height H in pixels
 * @param width W in pixels
 */
record ReaderImage(ImageFormat format, ImageReader reader, int height, int width)
    implements EncodedImage {

  /** Reads the header of a file that was reduced to its essentials. */
  static ReaderImage open(ImageFormat format, byte[] essential) throws IOException {
    try {
      ImageReader reader = FixedReaders.create(format);
      try {
        reader.setInput(input(essential), true, true);
        return new ReaderImage(format, reader, reader.getHeight(0), reader.getWidth(0));
      } catch (IOException | RuntimeException | Error e) {
        reader.dispose();
        throw e;
      }
    } catch (LinkageError e) {
      throw new IOException("its decoder cannot be loaded on this machine (" + e + ")", e);
    }
  }

  @Override
  public DecodedImage decode(Decoding.Alpha alpha) throws ImageException, IOException {
    BufferedImage image = reader.read(0);
    int space = image.getColorModel().getColorSpace().getType();
    if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
      throw ImageException.decode(
          "The " + format + " has colours that are neither grey nor red, green, blue");
    }
    return RasterSamples.of(image, alpha);
  }

  @Override
  public void close() {
    reader.dispose();
  }

  static ImageInputStream input(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }
}
