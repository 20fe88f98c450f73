package org.sparklrp.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held, 1 to 8, as the EXIF tag 0x0112 of a file says, and what turns its pixels
 * upright. A file without the tag, or with a flaw in it, is upright: 1.
 */
final class ExifOrientation {
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private ExifOrientation() {}

  /** What a file says. */
  static int of(ImageFormat format, byte[] encoded) {
    try {
      return switch (format) {
        case JPEG -> ofJpeg(encoded);
        case PNG -> ofPng(encoded);
        case WEBP -> ofWebp(encoded);
        case TIFF -> ofDirectory(encoded, 0);
        case GIF, BMP -> 1;
      };
    } catch (IndexOutOfBoundsException e) {
      return 1;
    }
  }

  private static int ofJpeg(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    int at = 2;
    while ((bytes.get(at) & 0xff) == 0xff && (bytes.get(at + 1) & 0xff) != 0xda) {
      if ((bytes.get(at + 1) & 0xff) == 0xe1 && isExif(bytes, at + 4)) {
        return ofDirectory(encoded, at + 4 + EXIF.length);
      }
      at += (bytes.get(at + 1) & 0xff) == 0xff ? 1 : 2 + (bytes.getShort(at + 2) & 0xffff);
    }
    return 1;
  }

  private static int ofPng(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    for (int at = 8; bytes.getInt(at) >= 0; at += 12 + bytes.getInt(at)) {
      if (bytes.getInt(at + 4) == 0x65584966) {
        return ofDirectory(encoded, at + 8);
      }
    }
    return 1;
  }

  private static int ofWebp(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 12; bytes.getInt(at + 4) >= 0; at += 8 + (bytes.getInt(at + 4) + 1) / 2 * 2) {
      if (bytes.getInt(at) == 0x46495845) {
        return ofDirectory(encoded, isExif(bytes, at + 8) ? at + 8 + EXIF.length : at + 8);
      }
    }
    return 1;
  }

  private static boolean isExif(ByteBuffer bytes, int at) {
    for (int i = 0; i < EXIF.length; i++) {
      if (bytes.get(at + i) != EXIF[i]) {
        return false;
      }
    }
    return true;
  }

  /** Looks through the first directory of a TIFF structure. */
  private static int ofDirectory(byte[] bytes, int start) {
    ByteBuffer tiff = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int entry = 0; entry < entries; entry++) {
      int at = directory + 2 + ENTRY * entry;
      if ((tiff.getShort(at) & 0xffff) == TAG) {
        int value = tiff.getShort(at + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** The image upright. */
  static DecodedImage upright(DecodedImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    boolean isTransposed = orientation >= 5;
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int height = isTransposed ? image.width() : image.height();
    int width = isTransposed ? image.height() : image.width();
    int channels = image.channels();
    byte[] samples = new byte[image.samples().length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = isTransposed ? y : x;
        int row = isTransposed ? x : y;
        column = fromRight ? image.width() - 1 - column : column;
        row = fromBottom ? image.height() - 1 - row : row;
        int from = (row * image.width() + column) * channels;
        for (int channel = 0; channel < channels; channel++) {
          samples[to++] = image.samples()[from + channel];
        }
      }
    }
    return new DecodedImage(height, width, channels, samples);
  }
}
