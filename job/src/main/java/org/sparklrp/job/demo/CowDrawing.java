package org.sparklrp.job.demo;

import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.Area;
import java.util.ArrayList;
import java.util.List;

/** A cow seen from the side: a heavy body on short legs, the head held level, horns, an udder. */
final class CowDrawing {
  private CowDrawing() {}

  static List<Part> draw(Dice dice) {
    Color coat = dice.color(0x7A4A2A, 0xA0623A, 0xE6E0D6, 0x3C3532, 0xC8A878, 0xEAE6DE);
    double nod = dice.between(-0.1, 0.28);
    double stride = dice.between(-0.12, 0.12);
    Paint lit = Tone.lit(coat, -1.3, -0.2);
    Paint far = Tone.times(coat, 0.62);
    Color skin = dice.color(0xDDA79C);
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            Outline.polygon(
                -0.7, -1.08, -0.78, -1.06, -0.82, -0.5, -0.86, -0.34, -0.76, -0.34, -0.76, -0.5),
            Tone.times(coat, 0.7)));
    parts.add(new Part(Outline.leg(-0.5, -0.6, -0.46 - stride, -0.03, 0.2), far));
    parts.add(new Part(Outline.leg(0.46, -0.6, 0.44 + stride, 0.03, 0.19), far));
    parts.add(new Part(Outline.ellipse(-0.26, -0.5, 0.15, 0.12), skin));
    parts.add(new Part(Outline.leg(-0.56, -0.68, -0.58 + stride, -0.04, 0.24), lit));
    parts.add(new Part(Outline.leg(0.42, -0.66, 0.44 - stride, 0.03, 0.21), lit));
    Area trunk =
        new Area(
            Outline.curve(
                -0.72, -0.86, -0.66, -1.12, -0.3, -1.16, 0.1, -1.14, 0.46, -1.2, 0.62, -1.06, 0.56,
                -0.66, 0.2, -0.5, -0.2, -0.48, -0.6, -0.56));
    trunk.add(
        new Area(
            Outline.curve(
                0.36,
                -1.16,
                0.66,
                -1.22 + nod * 0.6,
                0.8,
                -1.2 + nod,
                0.8,
                -0.96 + nod,
                0.6,
                -0.78,
                0.44,
                -0.76)));
    parts.add(new Part(trunk, lit));
    if (dice.chance(0.65)) {
      boolean dark = coat.getRed() + coat.getGreen() + coat.getBlue() < 400;
      Color patch = dark ? new Color(0xEDE8DF) : dice.color(0x2B2524, 0x6A3E22);
      parts.addAll(patches(dice, trunk, patch));
    }
    Color horn = new Color(0xE9E0C6);
    parts.add(
        new Part(
            Outline.curve(
                0.72,
                -1.26 + nod,
                0.7,
                -1.38 + nod,
                0.78,
                -1.48 + nod,
                0.77,
                -1.38 + nod,
                0.8,
                -1.26 + nod),
            horn));
    parts.add(new Part(Outline.ellipse(0.62, -1.2 + nod, 0.1, 0.05), Tone.times(coat, 0.75)));
    parts.add(
        new Part(
            Outline.curve(
                0.66,
                -1.28 + nod,
                0.84,
                -1.3 + nod,
                0.98,
                -1.1 + nod,
                1.08,
                -0.94 + nod,
                1.02,
                -0.84 + nod,
                0.88,
                -0.86 + nod,
                0.7,
                -1.02 + nod),
            lit));
    parts.add(new Part(Outline.ellipse(1.01, -0.9 + nod, 0.08, 0.08), skin));
    parts.add(new Part(Outline.ellipse(0.84, -1.16 + nod, 0.03, 0.03), new Color(0x1A1512)));
    return parts;
  }

  /** Spots of another colour on a coat. */
  static List<Part> patches(Dice dice, Shape coat, Color color) {
    List<Part> patches = new ArrayList<>();
    int count = 3 + dice.below(3);
    for (int i = 0; i < count; i++) {
      double x = dice.between(-0.6, 0.6);
      double y = dice.between(-1.15, -0.65);
      double size = dice.between(0.12, 0.24);
      Area patch =
          new Area(
              Outline.curve(
                  x - size,
                  y,
                  x - size * 0.4,
                  y - size * dice.between(0.5, 1),
                  x + size * dice.between(0.5, 1),
                  y - size * 0.5,
                  x + size,
                  y + size * 0.3,
                  x,
                  y + size * dice.between(0.5, 1)));
      patch.intersect(new Area(coat));
      patches.add(new Part(patch, color));
    }
    return patches;
  }
}
