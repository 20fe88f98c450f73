package org.sparklrp.image;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * What a decoder needs of a JPEG stream, and nothing else: tables, frame and scans. Application
 * segments (colour profiles, EXIF, thumbnails) are dropped, because the platform's decoder refuses
 * whole images over a flaw in one of them; they are read here for the one thing that matters, how
 * the components are to be understood as colours.
 *
 * @param height H in pixels, from the frame header
 * @param width W in pixels, from the frame header
 * @param model what the components mean
 * @param essential the stream without application segments, marked so that a decoder hands over the
 *     components as they are stored
 */
record JpegStream(int height, int width, JpegColorModel model, byte[] essential) {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DNL = 0xdc;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int COM = 0xfe;

  /** More scans than any encoder writes: each costs a pass over the whole image. */
  private static final int MOST_SCANS = 500;

  /** An Adobe segment with transform 0: components are stored without a colour transform. */
  private static final byte[] UNTRANSFORMED = {
    (byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  /**
   * Reads a stream from its start-of-image to its end-of-image marker.
   *
   * @throws ImageException if it ends before, or if its frame is of a kind that is not supported
   */
  static JpegStream parse(byte[] encoded) throws ImageException {
    return new Scanner(encoded).scan();
  }

  /** One pass over the segments of a stream. */
  private static final class Scanner {
    private final byte[] encoded;
    private final ByteArrayOutputStream essential;
    private int position = 2;
    private int scans;
    private int height;
    private int width;
    private int[] componentIds = {};
    private boolean jfif;
    private int adobeTransform = -1;

    Scanner(byte[] encoded) {
      this.encoded = encoded;
      this.essential = new ByteArrayOutputStream(encoded.length + UNTRANSFORMED.length);
    }

    JpegStream scan() throws ImageException {
      essential.write(0xff);
      essential.write(SOI);
      essential.writeBytes(UNTRANSFORMED);
      int marker = nextMarker();
      while (marker != EOI) {
        if (!standsAlone(marker)) {
          segment(marker);
        }
        marker = nextMarker();
      }
      if (scans == 0 || componentIds.length == 0) {
        throw ImageException.decode("The JPEG holds no image, only headers");
      }
      essential.write(0xff);
      essential.write(EOI);
      JpegColorModel model = JpegColorModel.of(componentIds, jfif, adobeTransform);
      return new JpegStream(height, width, model, essential.toByteArray());
    }

    private static boolean standsAlone(int marker) {
      return marker <= 0x01 || (marker >= 0xd0 && marker <= SOI);
    }

    /** Moves behind the next marker and returns its code. */
    private int nextMarker() throws ImageException {
      while (unsigned(position) != 0xff) {
        position++;
      }
      while (unsigned(position) == 0xff) {
        position++;
      }
      return unsigned(position++);
    }

    private void segment(int marker) throws ImageException {
      int start = position;
      int length = pair(start);
      if (length < 2) {
        throw ImageException.decode(
            String.format(
                Locale.ROOT, "The JPEG is corrupt: its segment ff%02x has no length", marker));
      }
      unsigned(start + length - 1);
      position = start + length;
      if (marker == SOS) {
        scans++;
        if (scans > MOST_SCANS) {
          throw ImageException.decode("The JPEG has more than " + MOST_SCANS + " scans");
        }
        position = endOfEntropyCodedData(position);
      } else if (marker == APP0) {
        jfif = jfif || startsWith(start + 2, "JFIF");
      } else if (marker == APP14 && length >= 14 && startsWith(start + 2, "Adobe")) {
        adobeTransform = unsigned(start + 13);
      } else if (isFrame(marker)) {
        frame(marker, start, length);
      }
      boolean needed = marker != COM && marker != DNL && (marker & 0xf0) != APP0;
      if (needed) {
        essential.write(0xff);
        essential.write(marker);
        essential.write(encoded, start, position - start);
      }
    }

    private int endOfEntropyCodedData(int from) throws ImageException {
      int at = from;
      while (true) {
        if (unsigned(at) == 0xff) {
          int next = unsigned(at + 1);
          boolean stuffedOrRestart = next == 0 || (next >= 0xd0 && next <= 0xd7);
          if (!stuffedOrRestart && next != 0xff) {
            return at;
          }
          at += next == 0xff ? 1 : 2;
        } else {
          at++;
        }
      }
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void frame(int marker, int start, int length) throws ImageException {
      if (marker > 0xc2) {
        throw ImageException.decode(
            String.format(
                Locale.ROOT,
                "The JPEG is neither baseline nor progressive (frame ff%02x): lossless,"
                    + " hierarchical and arithmetic coding are not supported",
                marker));
      }
      if (length < 8 || length < 8 + 3 * unsigned(start + 7)) {
        throw ImageException.decode("The JPEG is corrupt: its frame header is too short");
      }
      int precision = unsigned(start + 2);
      if (precision != 8) {
        throw ImageException.decode("The JPEG has " + precision + " bits per sample, not 8");
      }
      if (componentIds.length > 0) {
        throw ImageException.decode("The JPEG is corrupt: it has a second frame header");
      }
      height = pair(start + 3);
      width = pair(start + 5);
      componentIds = new int[unsigned(start + 7)];
      for (int component = 0; component < componentIds.length; component++) {
        componentIds[component] = unsigned(start + 8 + 3 * component);
      }
    }

    private int pair(int at) throws ImageException {
      return unsigned(at) << 8 | unsigned(at + 1);
    }

    private boolean startsWith(int at, String text) throws ImageException {
      for (int i = 0; i < text.length(); i++) {
        if (unsigned(at + i) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    /** The byte at a place; a stream that ends before it is truncated. */
    private int unsigned(int at) throws ImageException {
      if (at >= encoded.length) {
        throw ImageException.decode(
            "The JPEG is truncated: it ends without an end-of-image marker ("
                + encoded.length
                + " bytes)");
      }
      return encoded[at] & 0xff;
    }
  }
}
