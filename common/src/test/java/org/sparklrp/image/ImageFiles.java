package org.sparklrp.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Encoded images for tests: files written by Pillow, and images encoded on the spot. */
final class ImageFiles {
  private ImageFiles() {}

  /** A file of the folder images, see make.py there. */
  static byte[] read(String name) throws IOException {
    try (InputStream stream = ImageFiles.class.getResourceAsStream("/images/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }

  /** An image encoded by the JDK. */
  static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("no writer for " + format);
    }
    return bytes.toByteArray();
  }

  /** Height x width x 3 samples of an image, grey ones repeated. */
  static byte[] rgb(DecodedImage image) {
    byte[] samples = new byte[image.height() * image.width() * 3];
    for (int i = 0; i < samples.length; i++) {
      int pixel = i / 3;
      samples[i] = (byte) image.sample(pixel / image.width(), pixel % image.width(), i % 3);
    }
    return samples;
  }

  /** Noise of a java.awt type, different in every band. */
  static BufferedImage noise(int type, int height, int width, long seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(seed);
    int bands = image.getRaster().getNumBands();
    int limit = 1 << Math.min(16, image.getSampleModel().getSampleSize(0));
    for (int band = 0; band < bands; band++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          image.getRaster().setSample(x, y, band, random.nextInt(limit));
        }
      }
    }
    return image;
  }

  /** A PNG that is nothing but a header for 8-bit grey pixels, and an empty body. */
  static byte[] pngHeader(int height, int width) {
    ByteBuffer stream = ByteBuffer.allocate(8 + 25 + 12 + 12);
    stream.putLong(0x89504e470d0a1a0aL);
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array();
    putChunk(stream, "IHDR", header);
    putChunk(stream, "IDAT", new byte[0]);
    putChunk(stream, "IEND", new byte[0]);
    return stream.array();
  }

  /** A file with one chunk more, behind the header. */
  static byte[] withChunk(byte[] png, String name, byte[] content) {
    ByteBuffer stream = ByteBuffer.allocate(png.length + 12 + content.length);
    stream.put(png, 0, 33);
    putChunk(stream, name, content);
    stream.put(png, 33, png.length - 33);
    return stream.array();
  }

  /** The place of a JPEG marker's code, the first one there is. */
  static int marker(byte[] jpeg, int code) {
    for (int i = 2; i < jpeg.length; i++) {
      if ((jpeg[i - 1] & 0xff) == 0xff && (jpeg[i] & 0xff) == code) {
        return i;
      }
    }
    throw new IllegalArgumentException("no marker " + Integer.toHexString(code));
  }

  private static void putChunk(ByteBuffer stream, String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(4 + content.length);
    for (byte letter : name.getBytes(StandardCharsets.US_ASCII)) {
      chunk.put(letter);
    }
    chunk.put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array());
    stream.putInt(content.length).put(chunk.array()).putInt((int) checksum.getValue());
  }
}
