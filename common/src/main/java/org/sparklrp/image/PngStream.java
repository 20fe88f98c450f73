package org.sparklrp.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a decoder needs of a PNG stream: its critical chunks, with their checksums verified, and
 * transparency. All other chunks are dropped (colour profiles, gamma, texts), because none may
 * change a sample and a flaw in one of them must not cost the image. The platform's decoder itself
 * reads no checksum. A file that ends behind its pixels is complete, whether or not an end chunk
 * says so; what lies behind that chunk is no part of it.
 */
final class PngStream {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;
  private static final int DATA = chunk("IDAT");
  private static final int END = chunk("IEND");
  private static final byte[] EMPTY_END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82
  };
  private static final int TRANSPARENCY = chunk("tRNS");

  /** Set in the names of chunks a decoder may skip: the first letter is a small one. */
  private static final int ANCILLARY = 0x20000000;

  private PngStream() {}

  /**
   * The stream reduced to what makes up the picture.
   *
   * @throws ImageException if it ends before its pixels do or a checksum is wrong
   */
  static byte[] essential(byte[] encoded) throws ImageException {
    ByteBuffer stream = ByteBuffer.wrap(encoded);
    ByteArrayOutputStream essential = new ByteArrayOutputStream(encoded.length);
    essential.write(encoded, 0, SIGNATURE);
    int position = SIGNATURE;
    int name = 0;
    while (name != END) {
      int length = position + FRAME > encoded.length ? -1 : stream.getInt(position);
      if (length < 0 || length > encoded.length - position - FRAME) {
        if (!hasAllPixels(essential.toByteArray())) {
          throw ImageException.decode(
              "The PNG is truncated: it ends before its pixels do (" + encoded.length + " bytes)");
        }
        essential.writeBytes(EMPTY_END);
        break;
      }
      name = stream.getInt(position + 4);
      if ((name & ANCILLARY) == 0 || name == TRANSPARENCY) {
        CRC32 checksum = new CRC32();
        checksum.update(encoded, position + 4, length + 4);
        if ((int) checksum.getValue() != stream.getInt(position + 8 + length)) {
          throw ImageException.decode(
              "The PNG is corrupt: the checksum of a chunk at byte " + position + " is wrong");
        }
        essential.write(encoded, position, length + FRAME);
      }
      position += length + FRAME;
    }
    return essential.toByteArray();
  }

  /** Whether the compressed pixels of these chunks come to an end, with the right checksum. */
  private static boolean hasAllPixels(byte[] essential) {
    ByteBuffer chunks = ByteBuffer.wrap(essential);
    Inflater inflater = new Inflater();
    byte[] pixels = new byte[1 << 16];
    try {
      for (int at = SIGNATURE; at < essential.length; at += chunks.getInt(at) + FRAME) {
        if (chunks.getInt(at + 4) == DATA) {
          inflater.setInput(essential, at + 8, chunks.getInt(at));
          int more = inflater.inflate(pixels);
          while (more > 0) {
            more = inflater.inflate(pixels);
          }
        }
      }
      return inflater.finished();
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  private static int chunk(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
