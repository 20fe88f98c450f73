package org.sparklrp.job.source;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Encodes pixels that a dataset holds as they are, so that there is one way for all images. */
final class RawPixels {
  private RawPixels() {}

  /**
   * A PNG of grey pixels.
   *
   * @param pixels row-major, a byte each
   */
  static byte[] grey(int height, int width, byte[] pixels) throws IOException {
    return png(height, width, BufferedImage.TYPE_BYTE_GRAY, pixels);
  }

  /**
   * A PNG of coloured pixels.
   *
   * @param pixels row-major, blue, green and red of each
   */
  static byte[] colour(int height, int width, byte[] pixels) throws IOException {
    return png(height, width, BufferedImage.TYPE_3BYTE_BGR, pixels);
  }

  private static byte[] png(int height, int width, int type, byte[] pixels) throws IOException {
    long expected = (long) height * width * (type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 3);
    if (height < 1 || width < 1 || pixels.length != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%d bytes are no %d x %d pixels", pixels.length, height, width));
    }
    BufferedImage image = new BufferedImage(width, height, type);
    byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(pixels, 0, samples, 0, pixels.length);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageIO.write(image, "png", encoded);
    return encoded.toByteArray();
  }
}
