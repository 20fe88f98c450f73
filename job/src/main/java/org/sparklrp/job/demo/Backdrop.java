package org.sparklrp.job.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;

/** The places that objects stand in. Every class is seen in every place equally often. */
enum Backdrop {
  MEADOW {
    @Override
    void paint(Graphics2D graphics, double horizon, Dice dice) {
      sky(graphics, horizon, dice.color(0x6FA8DC, 0x8DB9DD, 0xB9C7D0), dice.color(0xDCE8EE));
      clouds(graphics, horizon, dice);
      ridge(graphics, horizon, 7, dice.color(0x55714A, 0x6B7F52, 0x4D6655), dice);
      Color grass = dice.color(0x6F9440, 0x87A04C, 0x9A9A52, 0x5C8440);
      ground(graphics, horizon, grass);
      tufts(graphics, horizon, Tone.times(grass, 0.8), dice);
    }
  },
  MOUNTAINS {
    @Override
    void paint(Graphics2D graphics, double horizon, Dice dice) {
      sky(graphics, horizon, dice.color(0x7FA3C7, 0x9FB4C9, 0xC7B7B0), dice.color(0xE9E4DC));
      ridge(graphics, horizon, 24, dice.color(0x8798A8, 0x9A97A6), dice);
      ridge(graphics, horizon, 13, dice.color(0x64757C, 0x6E6F72), dice);
      ground(graphics, horizon, dice.color(0x86806A, 0x7A8562, 0xA39B84));
      stones(graphics, horizon, dice);
    }
  },
  SHORE {
    @Override
    void paint(Graphics2D graphics, double horizon, Dice dice) {
      sky(graphics, horizon, dice.color(0x79B2DF, 0xA9C4D6, 0xE3A878), dice.color(0xF0E2CF));
      clouds(graphics, horizon, dice);
      Color water = dice.color(0x2F6E8F, 0x3F8AA0, 0x557C8C, 0x6F7F92);
      ground(graphics, horizon, water);
      ripples(graphics, horizon, Tone.mix(water, Color.WHITE, 0.45), dice);
      if (dice.chance(0.5)) {
        double beach = dice.between(49, 56);
        graphics.setPaint(
            new GradientPaint(
                0, (float) beach, new Color(0xB9A67E), 0, Picture.SIDE, new Color(0xD9C79C)));
        graphics.fill(
            Outline.curve(
                -6,
                beach,
                16,
                beach + dice.between(-3, 3),
                44,
                beach + dice.between(-3, 3),
                70,
                beach,
                76,
                80,
                -12,
                80));
      }
    }
  },
  DUSK {
    @Override
    void paint(Graphics2D graphics, double horizon, Dice dice) {
      sky(
          graphics,
          horizon,
          dice.color(0x4B3F72, 0x3E5277, 0x7A4A63),
          dice.color(0xF2A25C, 0xEBC07A));
      double x = dice.between(8, 56);
      glow(graphics, x, horizon - dice.between(2, 12), 13, 1, new Color(0xFFF0C0), 0.95);
      ridge(graphics, horizon, 9, dice.color(0x4A4058, 0x5A4A4E), dice);
      ground(graphics, horizon, dice.color(0x6A5648, 0x5C5A60, 0x8A6A4C));
      stones(graphics, horizon, dice);
    }
  },
  TOWN {
    @Override
    void paint(Graphics2D graphics, double horizon, Dice dice) {
      sky(graphics, horizon, dice.color(0xA9BCCB, 0xC4C7C8, 0x8FB3D6), dice.color(0xE6E6E2));
      for (double x = -3; x < Picture.SIDE; x += dice.between(7, 12)) {
        Color wall = dice.color(0x8D8F94, 0xA59C90, 0x77818B, 0x9B8578);
        blurred(graphics, x, horizon - dice.between(8, 26), dice.between(6, 11), horizon, wall);
      }
      Color street = dice.color(0x7C7C7E, 0x8F8A84, 0x6A6E74);
      ground(graphics, horizon, street);
      graphics.setColor(Tone.veil(Color.WHITE, 0.35));
      double line = horizon + dice.between(5, 9);
      for (double x = dice.between(-8, 0); x < Picture.SIDE; x += 14) {
        graphics.fill(Outline.polygon(x, line, x + 8, line, x + 7, line + 1.2, x - 1, line + 1.2));
      }
    }
  },
  PARK {
    @Override
    void paint(Graphics2D graphics, double horizon, Dice dice) {
      Color shade = dice.color(0x3F5A38, 0x56683C, 0x7A7440, 0x4B6358);
      sky(graphics, horizon, Tone.times(shade, 0.8), Tone.mix(shade, Color.WHITE, 0.25));
      for (int i = 0; i < 26; i++) {
        Color light = Tone.mix(shade, dice.color(0xF3EDB8, 0xDDE9C0, 0x2A3A2A), 0.55);
        glow(
            graphics,
            dice.between(0, 64),
            dice.between(0, horizon),
            dice.between(2.5, 7),
            1,
            light,
            0.6);
      }
      ground(graphics, horizon, dice.color(0x7F8F55, 0xA59A7C, 0x8C8A86));
      tufts(graphics, horizon, shade, dice);
    }
  };

  /**
   * Paints the place.
   *
   * @param graphics in the picture's pixel coordinates
   * @param horizon the row of the horizon
   * @param dice for all that varies
   */
  abstract void paint(Graphics2D graphics, double horizon, Dice dice);

  private static void sky(Graphics2D graphics, double horizon, Color high, Color low) {
    graphics.setPaint(new GradientPaint(0, 0, high, 0, (float) horizon, low));
    graphics.fill(Outline.box(0, 0, Picture.SIDE, horizon + 1));
  }

  private static void ground(Graphics2D graphics, double horizon, Color color) {
    graphics.setPaint(
        new GradientPaint(
            0,
            (float) horizon,
            Tone.mix(color, Color.WHITE, 0.18),
            0,
            Picture.SIDE,
            Tone.times(color, 0.8)));
    graphics.fill(Outline.box(0, horizon, Picture.SIDE, Picture.SIDE));
  }

  private static void clouds(Graphics2D graphics, double horizon, Dice dice) {
    int count = dice.below(4);
    for (int cloud = 0; cloud < count; cloud++) {
      double x = dice.between(0, 64);
      double y = dice.between(3, horizon * 0.6);
      for (int puff = 0; puff < 5; puff++) {
        glow(
            graphics,
            x + dice.between(-9, 9),
            y + dice.between(-2, 2),
            dice.between(4, 8),
            0.55,
            Color.WHITE,
            0.55);
      }
    }
  }

  private static void ridge(
      Graphics2D graphics, double horizon, double height, Color color, Dice dice) {
    double[] points = new double[2 * 11];
    for (int i = 0; i < 9; i++) {
      points[2 * i] = -4 + 9 * i;
      points[2 * i + 1] = horizon - height * dice.between(0.15, 1);
    }
    points[18] = 76;
    points[19] = horizon + 9;
    points[20] = -12;
    points[21] = horizon + 9;
    graphics.setPaint(Tone.lit(color, horizon - height, horizon + height));
    graphics.fill(Outline.curve(points));
  }

  private static void tufts(Graphics2D graphics, double horizon, Color color, Dice dice) {
    for (int i = 0; i < 60; i++) {
      double y = dice.between(horizon + 1, Picture.SIDE + 2);
      double size = 0.5 + 2.2 * (y - horizon) / (Picture.SIDE - horizon);
      double x = dice.between(0, Picture.SIDE);
      graphics.setColor(Tone.veil(Tone.times(color, dice.between(0.75, 1.5)), 0.55));
      graphics.fill(
          Outline.polygon(
              x - size * 0.4,
              y,
              x + dice.between(-1, 1) * size,
              y - size * 1.6,
              x + size * 0.4,
              y));
    }
  }

  private static void stones(Graphics2D graphics, double horizon, Dice dice) {
    for (int i = 0; i < 12; i++) {
      double y = dice.between(horizon + 2, Picture.SIDE);
      double size = 0.5 + 2.6 * dice.between(0.4, 1) * (y - horizon) / (Picture.SIDE - horizon);
      double x = dice.between(0, Picture.SIDE);
      Color stone = dice.color(0x8A857C, 0x6E6A64, 0xA59F92);
      graphics.setPaint(Tone.lit(stone, y - size, y + size));
      graphics.fill(
          Outline.curve(
              x - size,
              y,
              x - size * 0.3,
              y - size * 0.7,
              x + size * 0.5,
              y - size * 0.6,
              x + size,
              y,
              x,
              y + size * 0.3));
    }
  }

  private static void ripples(Graphics2D graphics, double horizon, Color color, Dice dice) {
    for (int i = 0; i < 55; i++) {
      double y = dice.between(horizon + 1, Picture.SIDE);
      double depth = (y - horizon) / (Picture.SIDE - horizon);
      double half = 1.5 + 6 * depth;
      double x = dice.between(-4, Picture.SIDE + 4);
      graphics.setColor(Tone.veil(color, dice.between(0.15, 0.5)));
      graphics.fill(Outline.ellipse(x, y, half, 0.25 + 0.6 * depth));
    }
  }

  /** A building out of focus. */
  private static void blurred(
      Graphics2D graphics, double x, double top, double width, double bottom, Color color) {
    graphics.setColor(Tone.veil(color, 0.35));
    graphics.fill(Outline.box(x - 0.8, top - 0.8, x + width + 0.8, bottom));
    graphics.setColor(Tone.veil(color, 0.7));
    graphics.fill(Outline.box(x, top, x + width, bottom));
    graphics.setColor(Tone.veil(Tone.times(color, 0.7), 0.5));
    for (double y = top + 3; y < bottom - 3; y += 4) {
      graphics.fill(Outline.box(x + 1.5, y, x + width - 1.5, y + 1.6));
    }
  }

  /** A soft spot of light or shade, brightest in the middle. */
  static void glow(
      Graphics2D graphics,
      double x,
      double y,
      double radius,
      double flatness,
      Color color,
      double opacity) {
    graphics.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(0, 0),
            (float) radius,
            new float[] {0, 0.5f, 1},
            new Color[] {
              Tone.veil(color, opacity), Tone.veil(color, 0.55 * opacity), Tone.veil(color, 0)
            }));
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.scale(1, flatness);
    graphics.fill(Outline.ellipse(0, 0, radius, radius));
    graphics.setTransform(before);
  }
}
