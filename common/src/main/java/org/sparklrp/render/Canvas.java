package org.sparklrp.render;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A white sheet of pixels. Drawing is done here and not by Java2D, whose graphics contexts start a
 * font system that bare containers lack. What falls off the sheet is not drawn.
 */
final class Canvas {
  static final int WHITE = 0xffffff;

  private final int height;
  private final int width;
  private final int[] pixels;

  Canvas(int height, int width) {
    this.height = height;
    this.width = width;
    pixels = new int[height * width];
    Arrays.fill(pixels, WHITE);
  }

  /** Fills a rectangle. */
  void fill(Box box, int color) {
    for (int y = Math.max(0, box.top()); y < Math.min(height, box.bottom()); y++) {
      for (int x = Math.max(0, box.left()); x < Math.min(width, box.right()); x++) {
        pixels[y * width + x] = color;
      }
    }
  }

  /** Draws a line one pixel wide just outside a rectangle. */
  void frame(Box box, int color) {
    fill(new Box(box.top() - 1, box.left() - 1, 1, box.width() + 2), color);
    fill(new Box(box.bottom(), box.left() - 1, 1, box.width() + 2), color);
    fill(new Box(box.top(), box.left() - 1, box.height(), 1), color);
    fill(new Box(box.top(), box.right(), box.height(), 1), color);
  }

  /** Mixes a colour into a pixel; {@code opacity} 0 to 1. */
  void blend(int x, int y, int color, double opacity) {
    if (x >= 0 && y >= 0 && x < width && y < height && opacity > 0) {
      pixels[y * width + x] = mix(pixels[y * width + x], color, opacity);
    }
  }

  /** Draws a picture, each of its pixels as a square of {@code scale} pixels. */
  void draw(BufferedImage picture, int top, int left, int scale) {
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Box square = new Box(top + y * scale, left + x * scale, scale, scale);
        fill(square, picture.getRGB(x, y) & WHITE);
      }
    }
  }

  /** The sheet as a picture. */
  BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  /** Two colours mixed; {@code share} of the second, 0 to 1. */
  static int mix(int first, int second, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double value = (first >> shift & 0xff) * (1 - share) + (second >> shift & 0xff) * share;
      mixed |= (int) Math.round(value) << shift;
    }
    return mixed;
  }

  /** A rectangle of pixels. */
  record Box(int top, int left, int height, int width) {
    int bottom() {
      return top + height;
    }

    int right() {
      return left + width;
    }
  }
}
