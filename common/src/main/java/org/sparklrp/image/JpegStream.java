package org.sparklrp.image;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a decoder needs of a JPEG stream, and nothing else: tables, frame and scans. Application
 * segments (colour profiles, EXIF, thumbnails) are dropped, because the platform's decoder refuses
 * whole images over a flaw in one of them; they are read here for the one thing that matters, how
 * the components are to be understood as colours.
 *
 * @param height H in pixels, from the frame header
 * @param width W in pixels, from the frame header
 * @param model what the components mean
 * @param components as the frame header has them
 * @param essential the stream without application segments, marked so that a decoder hands over the
 *     components as they are stored, and ended
 * @param bytes the size of the file
 * @param hasEnd whether it had an end-of-image marker of its own
 */
record JpegStream(
    int height,
    int width,
    JpegColorModel model,
    List<Component> components,
    byte[] essential,
    int bytes,
    boolean hasEnd) {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DNL = 0xdc;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int COM = 0xfe;

  /** More scans than any encoder writes. */
  private static final int MOST_SCANS = 500;

  /** Each scan costs a pass over the whole image: so many pixels take a quarter of a minute. */
  private static final long MOST_SCANNED_PIXELS = 1_000_000_000;

  /** Coefficients from which decoders guess others that no scan has told, each in its own way. */
  private static final int GUESSED_FROM = 10;

  /** As many scans as any image may have, however large. */
  private static final int USUAL_SCANS = 20;

  private static final int COEFFICIENTS = 64;

  /** An Adobe segment with transform 0: components are stored without a colour transform. */
  private static final byte[] UNTRANSFORMED = {
    (byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  /**
   * Reads a stream from its start-of-image to its end-of-image marker, or to its end.
   *
   * @throws ImageException if it ends before its last scan, or if its frame is of a kind that is
   *     not supported
   */
  static JpegStream parse(byte[] encoded) throws ImageException {
    return new Scanner(encoded).scan();
  }

  /**
   * A component of a JPEG, and what scans have told of its coefficients. Mutable.
   *
   * @param id its identifier in the frame header
   * @param across its sampling factor in a row
   * @param down its sampling factor in a column
   * @param missingBits for each coefficient in zigzag order, how many of its low bits no scan has
   *     told; 255 where none was told
   */
  record Component(int id, int across, int down, int[] missingBits) {
    private static final int UNTOLD = 255;

    /** A component of which nothing is told yet. */
    Component(int id, int across, int down) {
      this(id, across, down, new int[64]);
      Arrays.fill(missingBits, UNTOLD);
    }

    /** A scan tells these coefficients, but for so many low bits. */
    void note(int first, int last, int bits) {
      for (int i = first; i <= Math.min(last, missingBits.length - 1); i++) {
        missingBits[i] = bits;
      }
    }

    /** Whether the first so many coefficients are told to the last bit. */
    boolean isKnown(int coefficients) {
      return Arrays.stream(missingBits, 0, coefficients).allMatch(bits -> bits == 0);
    }
  }

  /** The components whose colour a decoder cannot be trusted to spread over the rows. */
  List<Integer> halvedInHeight() {
    int across = components.stream().mapToInt(Component::across).max().orElse(1);
    int down = components.stream().mapToInt(Component::down).max().orElse(1);
    return IntStream.range(0, components.size())
        .filter(each -> components.get(each).across() == across)
        .filter(each -> 2 * components.get(each).down() == down)
        .boxed()
        .toList();
  }

  /** One pass over the segments of a stream. */
  private static final class Scanner {
    private static final int END_OF_FILE = -1;

    private final byte[] encoded;
    private final ByteArrayOutputStream essential;
    private final List<Component> components = new ArrayList<>();
    private int position = 2;
    private int scans;
    private int height;
    private int width;
    private boolean isProgressive;
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
      while (marker != EOI && marker != END_OF_FILE) {
        if (!standsAlone(marker) && !segment(marker)) {
          marker = END_OF_FILE;
        } else {
          marker = nextMarker();
        }
      }
      boolean hasEnd = marker == EOI;
      if (scans == 0 || components.isEmpty()) {
        throw ImageException.decode(
            hasEnd
                ? "The JPEG holds no image, only headers"
                : "The JPEG is truncated: it ends in its headers (" + encoded.length + " bytes)");
      }
      checkScans(hasEnd);
      essential.write(0xff);
      essential.write(EOI);
      int[] ids = components.stream().mapToInt(Component::id).toArray();
      return new JpegStream(
          height,
          width,
          JpegColorModel.of(ids, jfif, adobeTransform),
          List.copyOf(components),
          essential.toByteArray(),
          encoded.length,
          hasEnd);
    }

    /**
     * A stream without an end must have told all; one with an end, what others are guessed from.
     */
    private void checkScans(boolean hasEnd) throws ImageException {
      int needed = hasEnd && isProgressive ? GUESSED_FROM : COEFFICIENTS;
      if (components.stream().allMatch(component -> component.isKnown(needed))) {
        return;
      }
      throw ImageException.decode(
          hasEnd
              ? "The JPEG is incomplete: its scans leave out coefficients that decoders make up"
              : "The JPEG is truncated: it ends before its last scan ("
                  + encoded.length
                  + " bytes)");
    }

    private static boolean standsAlone(int marker) {
      return marker <= 0x01 || (marker >= 0xd0 && marker <= SOI);
    }

    /** Moves behind the next marker and returns its code. */
    private int nextMarker() {
      while (position < encoded.length && encoded[position] != (byte) 0xff) {
        position++;
      }
      while (position < encoded.length && encoded[position] == (byte) 0xff) {
        position++;
      }
      return position < encoded.length ? encoded[position++] & 0xff : END_OF_FILE;
    }

    /** Reads a segment, with the data behind it; false where the file ends inside of it. */
    private boolean segment(int marker) throws ImageException {
      int start = position;
      if (start + 2 > encoded.length) {
        return false;
      }
      int length = pair(start);
      if (length < 2) {
        throw ImageException.decode(
            String.format(
                Locale.ROOT, "The JPEG is corrupt: its segment ff%02x has no length", marker));
      }
      if (start + length > encoded.length) {
        return false;
      }
      position = start + length;
      if (marker == SOS) {
        countScan();
        noteScan(start, length);
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
      return true;
    }

    private void countScan() throws ImageException {
      scans++;
      if (scans > MOST_SCANS) {
        throw ImageException.decode("The JPEG has more than " + MOST_SCANS + " scans");
      }
      if (scans * (long) height * width > MOST_SCANNED_PIXELS && scans > USUAL_SCANS) {
        throw ImageException.decode(
            String.format(
                Locale.ROOT,
                "The JPEG has too many scans for its size (%d so far, of %d x %d pixels each):"
                    + " decoding would take minutes",
                scans,
                height,
                width));
      }
    }

    /** Which coefficients of which components a scan tells, and how precisely. */
    private void noteScan(int start, int length) {
      int count = encoded[start + 2] & 0xff;
      int range = start + 3 + 2 * count;
      if (length < 6 + 2 * count) {
        return;
      }
      for (int i = 0; i < count; i++) {
        int id = unsigned(start + 3 + 2 * i);
        for (Component component : components) {
          if (component.id() == id) {
            component.note(
                isProgressive ? unsigned(range) : 0,
                isProgressive ? unsigned(range + 1) : COEFFICIENTS - 1,
                isProgressive ? unsigned(range + 2) & 15 : 0);
          }
        }
      }
    }

    /** The place of the marker behind the data, or the end of the file. */
    private int endOfEntropyCodedData(int from) {
      int at = from;
      while (at < encoded.length) {
        if (unsigned(at) != 0xff) {
          at++;
          continue;
        }
        if (at + 1 == encoded.length) {
          return at;
        }
        int next = unsigned(at + 1);
        boolean stuffedOrRestart = next == 0 || (next >= 0xd0 && next <= 0xd7);
        if (!stuffedOrRestart && next != 0xff) {
          return at;
        }
        at += next == 0xff ? 1 : 2;
      }
      return at;
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
      if (!components.isEmpty()) {
        throw ImageException.decode("The JPEG is corrupt: it has a second frame header");
      }
      isProgressive = marker == 0xc2;
      height = pair(start + 3);
      width = pair(start + 5);
      for (int component = 0; component < unsigned(start + 7); component++) {
        int at = start + 8 + 3 * component;
        components.add(new Component(unsigned(at), unsigned(at + 1) >> 4, unsigned(at + 1) & 15));
      }
    }

    private int pair(int at) {
      return unsigned(at) << 8 | unsigned(at + 1);
    }

    private boolean startsWith(int at, String text) {
      for (int i = 0; i < text.length(); i++) {
        if (at + i >= encoded.length || unsigned(at + i) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int unsigned(int at) {
      return encoded[at] & 0xff;
    }
  }
}
