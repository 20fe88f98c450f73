package org.sparklrp.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The encoded formats that can be decoded, told by their first bytes and never by a file's name.
 */
enum ImageFormat {
  JPEG("jpeg", "\u00ff\u00d8\u00ff"),
  PNG("png", "\u0089PNG\r\n\u001a\n"),
  GIF("gif", "GIF8"),
  BMP("bmp", "BM"),
  TIFF("tiff", "II*\0"),
  WEBP("webp", "RIFF");

  private final String readerName;
  private final String magic;

  ImageFormat(String readerName, String magic) {
    this.readerName = readerName;
    this.magic = magic;
  }

  @Override
  public String toString() {
    return this == WEBP ? "WebP" : name();
  }

  /** The name by which the platform's decoder is found. */
  String readerName() {
    return readerName;
  }

  /** The format of these bytes. */
  static Optional<ImageFormat> of(byte[] encoded) {
    if (startsWith(encoded, 0, "MM\0*")) {
      return Optional.of(TIFF);
    }
    for (ImageFormat format : values()) {
      if (startsWith(encoded, 0, format.magic)
          && (format != WEBP || startsWith(encoded, 8, "WEBP"))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** What bytes of no supported format look like, for the reason a user reads. */
  static String describe(byte[] encoded) {
    if (startsWith(encoded, 4, "ftyp")) {
      return "HEIF, AVIF or MP4";
    }
    if (startsWith(encoded, 0, "\0\0\0\fjP") || startsWith(encoded, 0, "\u00ffO\u00ff")) {
      return "JPEG 2000";
    }
    return start(encoded);
  }

  private static String start(byte[] encoded) {
    int length = Math.min(encoded.length, 16);
    String text = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
    if (text.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\n' || c == '\r' || c == '\t')) {
      return "text that starts with '" + text.strip().lines().findFirst().orElse("") + "'";
    }
    StringBuilder hex = new StringBuilder("bytes that start with");
    for (int i = 0; i < Math.min(length, 4); i++) {
      hex.append(String.format(Locale.ROOT, " %02x", encoded[i]));
    }
    return hex.toString();
  }

  private static boolean startsWith(byte[] encoded, int offset, String magic) {
    if (encoded.length < offset + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((encoded[offset + i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
