package org.sparklrp.image;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageReader;

/**
 * The first frame of a GIF on its canvas, the logical screen, as viewers and Pillow show it: what
 * the frame leaves free has the transparent colour, or else colour number 0. A canvas that is too
 * small grows. What follows the first frame, a trailer or anything else, is not looked at.
 *
 * @param height of the canvas, in pixels
 * @param width of the canvas, in pixels
 * @param corner where the frame's upper left pixel lies
 * @param background the number of the colour around it
 * @param essential the file as far as its first frame, with a trailer
 */
record GifImage(int height, int width, Point corner, int background, byte[] essential)
    implements EncodedImage {
  private static final int SCREEN = 6;
  private static final int SCREEN_END = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int FRAME_HEADER = 10;

  /**
   * Reads the blocks of a file as far as its first frame.
   *
   * @throws ImageException when it has none, or ends inside of it
   */
  static GifImage parse(byte[] encoded) throws ImageException {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int at = SCREEN_END + colours(at(encoded, SCREEN + 4));
    int transparent = 0;
    while (at(encoded, at) != FRAME) {
      if (at(encoded, at) != EXTENSION) {
        throw ImageException.decode("The GIF holds no image, only headers");
      }
      if (at(encoded, at + 1) == GRAPHIC_CONTROL && (at(encoded, at + 3) & 1) == 1) {
        transparent = at(encoded, at + 6);
      }
      at = endOfBlocks(encoded, at + 2);
    }
    at(encoded, at + FRAME_HEADER);
    Point corner = new Point(pair(bytes, at + 1), pair(bytes, at + 3));
    int width = pair(bytes, at + 5);
    int height = pair(bytes, at + 7);
    int end = endOfBlocks(encoded, at + FRAME_HEADER + colours(at(encoded, at + 9)) + 1);
    byte[] essential = Arrays.copyOf(encoded, end + 1);
    essential[end] = TRAILER;
    return new GifImage(
        height == 0 ? 0 : Math.max(pair(bytes, SCREEN + 2), corner.y + height),
        width == 0 ? 0 : Math.max(pair(bytes, SCREEN), corner.x + width),
        corner,
        transparent,
        essential);
  }

  @Override
  public DecodedImage decode(Decoding.Alpha alpha) throws ImageException, IOException {
    ImageReader reader = FixedReaders.create(ImageFormat.GIF);
    try {
      reader.setInput(ReaderImage.input(essential), true, true);
      return RasterSamples.of(onCanvas(reader.read(0)), alpha);
    } finally {
      reader.dispose();
    }
  }

  private BufferedImage onCanvas(BufferedImage frame) {
    if (frame.getHeight() == height && frame.getWidth() == width) {
      return frame;
    }
    ColorModel model = frame.getColorModel();
    WritableRaster canvas = model.createCompatibleWritableRaster(width, height);
    int[] row = new int[width];
    Arrays.fill(row, background);
    for (int y = 0; y < height; y++) {
      canvas.setPixels(0, y, width, 1, row);
    }
    Raster pixels = frame.getRaster();
    for (int y = 0; y < frame.getHeight(); y++) {
      int[] line = pixels.getPixels(0, y, frame.getWidth(), 1, (int[]) null);
      canvas.setPixels(corner.x, corner.y + y, frame.getWidth(), 1, line);
    }
    return new BufferedImage(model, canvas, false, null);
  }

  /** The bytes of a palette, as a block's flags announce it. */
  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** The place behind a chain of blocks, each after its length, that ends with an empty one. */
  private static int endOfBlocks(byte[] encoded, int from) throws ImageException {
    int at = from;
    while (at(encoded, at) != 0) {
      at += 1 + at(encoded, at);
    }
    return at + 1;
  }

  private static int pair(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private static int at(byte[] encoded, int place) throws ImageException {
    if (place >= encoded.length) {
      throw ImageException.decode(
          "The GIF is truncated: it ends inside its first image (" + encoded.length + " bytes)");
    }
    return encoded[place] & 0xff;
  }
}
