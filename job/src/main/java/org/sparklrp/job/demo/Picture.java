package org.sparklrp.job.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Consumer;

/** A colour picture in the making: SIDE x SIDE pixels, red, green and blue from 0 to 255. */
final class Picture {
  /** Width and height of every demo image in pixels. */
  static final int SIDE = 64;

  /** Coverage below this leaves the picture as it is, so that no mask has a faint fringe. */
  private static final double LEAST_COVERAGE = 0.1;

  /** Drawings are made with this many times the resolution and averaged. */
  private static final int FINENESS = 2;

  private final float[] values;

  Picture() {
    this(new float[3 * SIDE * SIDE]);
  }

  private Picture(float[] values) {
    this.values = values;
  }

  Picture copy() {
    return new Picture(values.clone());
  }

  /** The values, index (y * SIDE + x) * 3 + channel; written to by cameras and textures. */
  float[] values() {
    return values;
  }

  /**
   * Draws onto the picture, in its pixel coordinates.
   *
   * @return the pixels that were touched, row-major
   */
  boolean[] draw(Consumer<Graphics2D> drawing) {
    int fineSide = FINENESS * SIDE;
    BufferedImage sheet = new BufferedImage(fineSide, fineSide, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(FINENESS, FINENESS);
    drawing.accept(graphics);
    graphics.dispose();
    return lay(((DataBufferInt) sheet.getRaster().getDataBuffer()).getData(), fineSide);
  }

  private boolean[] lay(int[] sheet, int fineSide) {
    boolean[] touched = new boolean[SIDE * SIDE];
    float full = FINENESS * FINENESS * 255f;
    for (int pixel = 0; pixel < touched.length; pixel++) {
      int corner = pixel / SIDE * FINENESS * fineSide + pixel % SIDE * FINENESS;
      int coverage = 0;
      int red = 0;
      int green = 0;
      int blue = 0;
      for (int fine = 0; fine < FINENESS * FINENESS; fine++) {
        int argb = sheet[corner + fine / FINENESS * fineSide + fine % FINENESS];
        coverage += argb >>> 24;
        red += (argb >> 16) & 255;
        green += (argb >> 8) & 255;
        blue += argb & 255;
      }
      touched[pixel] = coverage >= LEAST_COVERAGE * full;
      if (touched[pixel]) {
        float left = 1 - coverage / full;
        values[3 * pixel] = values[3 * pixel] * left + red / (full / 255);
        values[3 * pixel + 1] = values[3 * pixel + 1] * left + green / (full / 255);
        values[3 * pixel + 2] = values[3 * pixel + 2] * left + blue / (full / 255);
      }
    }
    return touched;
  }

  /** The picture with 8 bits a channel. */
  BufferedImage develop() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      int red = Tone.clamp(values[3 * pixel]);
      int green = Tone.clamp(values[3 * pixel + 1]);
      int blue = Tone.clamp(values[3 * pixel + 2]);
      image.setRGB(pixel % SIDE, pixel / SIDE, (red << 16) | (green << 8) | blue);
    }
    return image;
  }
}
