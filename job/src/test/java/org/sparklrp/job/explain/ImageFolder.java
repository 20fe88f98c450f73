package org.sparklrp.job.explain;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Writes image files of known content, good ones and bad ones. */
final class ImageFolder {
  static final int HEIGHT = 12;
  static final int WIDTH = 10;

  private final Path root;

  ImageFolder(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  ImageFolder write(String name, byte[] content) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PNG with colours from the seed. */
  ImageFolder png(String name, long seed) {
    return write(name, encode(picture(BufferedImage.TYPE_INT_RGB, seed), "png"));
  }

  /** Every kind of file that real folders hold beside good images, in the folder {@code odd}. */
  ImageFolder odd() {
    byte[] jpeg = encode(picture(BufferedImage.TYPE_INT_RGB, 1), "jpg");
    return write("odd/empty.jpg", new byte[0])
        .write("odd/text.jpg", "not an image".getBytes(StandardCharsets.UTF_8))
        .write("odd/truncated.jpg", Arrays.copyOf(jpeg, jpeg.length / 2))
        .write("odd/good.JPEG", jpeg)
        .write("odd/cmyk.jpg", cmyk())
        .write("odd/deep.png", encode(picture(BufferedImage.TYPE_USHORT_GRAY, 2), "png"))
        .write("odd/grey.png", encode(picture(BufferedImage.TYPE_BYTE_GRAY, 3), "png"))
        .write("odd/alpha.png", encode(picture(BufferedImage.TYPE_INT_ARGB, 4), "png"))
        .write("odd/huge.png", pngHeader(30_000, 30_000))
        .write("odd/notes.txt", "no image file by its name".getBytes(StandardCharsets.UTF_8));
  }

  static BufferedImage picture(int type, long seed) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    Random random = new Random(seed);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, 0xff000000 | random.nextInt(1 << 24));
      }
    }
    return picture;
  }

  private static byte[] encode(BufferedImage picture, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(picture, format, out)) {
        throw new IllegalStateException("No writer of " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JPEG of four components, as printers use them. */
  private static byte[] cmyk() {
    WritableRaster raster = WritableRaster.createBandedRaster(0, WIDTH, HEIGHT, 4, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A PNG that promises many pixels and holds none. */
  private static byte[] pngHeader(int height, int width) {
    byte[] header = {'I', 'H', 'D', 'R', 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0};
    ByteBuffer.wrap(header).putInt(4, width).putInt(8, height);
    CRC32 crc = new CRC32();
    crc.update(header);
    return ByteBuffer.allocate(8 + 4 + header.length + 4)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(header.length - 4)
        .put(header)
        .putInt((int) crc.getValue())
        .array();
  }
}
