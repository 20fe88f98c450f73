package org.sparklrp.job.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes pictures as PNG (ISO/IEC 15948), quickly: thousands of small files are written, and
 * ImageIO spends several times longer on finding and preparing its encoder than on encoding.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final int GREY = 0;
  private static final int COLOR = 2;

  private Png() {}

  /** A square colour picture, 8 bits a channel, from pixels written 0xRRGGBB. */
  static byte[] color(int[] rgb, int side) {
    byte[] rows = new byte[side * (1 + 3 * side)];
    int at = 0;
    for (int pixel = 0; pixel < rgb.length; pixel++) {
      if (pixel % side == 0) {
        at++;
      }
      rows[at++] = (byte) (rgb[pixel] >> 16);
      rows[at++] = (byte) (rgb[pixel] >> 8);
      rows[at++] = (byte) rgb[pixel];
    }
    return encode(rows, side, 8, COLOR);
  }

  /** A square mask, one bit a pixel, white where it is set; the side is a multiple of 8. */
  static byte[] bits(boolean[] mask, int side) {
    int stride = 1 + side / 8;
    byte[] rows = new byte[side * stride];
    for (int pixel = 0; pixel < mask.length; pixel++) {
      if (mask[pixel]) {
        int column = pixel % side;
        rows[pixel / side * stride + 1 + column / 8] |= (byte) (128 >> column % 8);
      }
    }
    return encode(rows, side, 1, GREY);
  }

  private static byte[] encode(byte[] rows, int side, int depth, int colorType) {
    ByteArrayOutputStream file = new ByteArrayOutputStream(rows.length);
    try (DataOutputStream out = new DataOutputStream(file)) {
      out.write(SIGNATURE);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt(side);
      fields.writeInt(side);
      fields.write(new byte[] {(byte) depth, (byte) colorType, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", deflated(rows));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static byte[] deflated(byte[] rows) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream content = new ByteArrayOutputStream(rows.length);
    try (DeflaterOutputStream stream = new DeflaterOutputStream(content, deflater)) {
      stream.write(rows);
    } finally {
      deflater.end();
    }
    return content.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) checksum.getValue());
  }
}
