package org.sparklrp.job.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.util.function.Consumer;

/**
 * The tag of a picture archive in the lower left corner: a copyright sign and strokes that look
 * like a name, white on a translucent plate. Drawn from shapes, for fonts differ between machines.
 */
final class Watermark {
  private static final double[] LETTER_WIDTHS = {2.0, 1.0, 2.0, 1.5, 1.0};

  private Watermark() {}

  /** The tag, at a place that varies by a few pixels. */
  static Consumer<Graphics2D> draw(Dice dice) {
    double left = dice.between(1, 4);
    double bottom = Picture.SIDE - dice.between(1, 3);
    double plate = dice.between(0.42, 0.6);
    return graphics -> {
      graphics.setColor(Tone.veil(Color.BLACK, plate));
      graphics.fill(Outline.round(left, bottom - 9, left + 24, bottom, 1.5));
      graphics.setColor(Tone.veil(Color.WHITE, 0.95));
      graphics.setStroke(new BasicStroke(0.9f));
      double x = left + 4.6;
      double y = bottom - 4.5;
      graphics.draw(Outline.ellipse(x, y, 3.2, 3.2));
      graphics.draw(new Arc2D.Double(x - 1.4, y - 1.4, 2.8, 2.8, 50, 260, Arc2D.OPEN));
      double letter = left + 9.6;
      for (int i = 0; i < LETTER_WIDTHS.length; i++) {
        double width = LETTER_WIDTHS[i];
        double top = i % 2 == 0 ? y - 2.8 : y - 1.2;
        graphics.fill(Outline.box(letter, top, letter + 1, y + 2.8));
        if (width > 1) {
          graphics.fill(Outline.box(letter, y - 1.2, letter + width, y - 0.2));
          graphics.fill(Outline.box(letter + width - 0.6, y - 0.6, letter + width + 0.3, y + 2.8));
        }
        letter += width + 1.4;
      }
    };
  }
}
