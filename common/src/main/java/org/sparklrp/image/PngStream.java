package org.sparklrp.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * What a decoder needs of a PNG stream: its critical chunks, with their checksums verified, and
 * transparency. All other chunks are dropped (colour profiles, gamma, texts), because none may
 * change a sample and a flaw in one of them must not cost the image. The platform's decoder itself
 * reads no checksum.
 */
final class PngStream {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;
  private static final int END = chunk("IEND");
  private static final int TRANSPARENCY = chunk("tRNS");

  /** Set in the names of chunks a decoder may skip: the first letter is a small one. */
  private static final int ANCILLARY = 0x20000000;

  private PngStream() {}

  /**
   * The stream reduced to what makes up the picture.
   *
   * @throws ImageException if it ends before its end chunk or a checksum is wrong
   */
  static byte[] essential(byte[] encoded) throws ImageException {
    ByteBuffer stream = ByteBuffer.wrap(encoded);
    ByteArrayOutputStream essential = new ByteArrayOutputStream(encoded.length);
    essential.write(encoded, 0, SIGNATURE);
    int position = SIGNATURE;
    int name = 0;
    while (name != END) {
      if (position + FRAME > encoded.length) {
        throw truncated(encoded);
      }
      int length = stream.getInt(position);
      if (length < 0 || length > encoded.length - position - FRAME) {
        throw truncated(encoded);
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

  private static ImageException truncated(byte[] encoded) {
    return ImageException.decode(
        "The PNG is truncated: it ends without an end chunk (" + encoded.length + " bytes)");
  }

  private static int chunk(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
