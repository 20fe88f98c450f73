package org.sparklrp.job.demo;

import java.awt.Color;
import java.awt.Paint;
import java.awt.geom.Area;
import java.util.ArrayList;
import java.util.List;

/** A horse seen from the side: long legs, a rising neck with a mane, a full tail. */
final class HorseDrawing {
  private HorseDrawing() {}

  static List<Part> draw(Dice dice) {
    Color coat = dice.color(0x6E4226, 0x96562D, 0xA8A6A2, 0x3A3230, 0xE0DACE, 0xC9A064);
    Color hair = dice.chance(0.6) ? Tone.times(coat, 0.42) : dice.color(0xE8DFC8, 0x2E2622);
    double lift = dice.between(-0.16, 0.14);
    double stride = dice.between(-0.2, 0.22);
    Paint lit = Tone.lit(coat, -1.25, -0.25);
    Paint far = Tone.times(coat, 0.62);
    List<Part> parts = new ArrayList<>();
    double tail = dice.between(-0.12, 0.1);
    parts.add(
        new Part(
            Outline.curve(
                -0.56,
                -1.08,
                -0.74,
                -1.02,
                -0.86 + tail,
                -0.66,
                -0.82 + tail,
                -0.36,
                -0.72 + tail,
                -0.5,
                -0.66,
                -0.8),
            hair));
    parts.add(new Part(Outline.leg(-0.38, -0.78, -0.36 - stride, -0.07, 0.17), far));
    parts.add(new Part(Outline.leg(0.4, -0.76, 0.36 + stride, 0.06, 0.16), far));
    parts.add(new Part(Outline.leg(-0.46, -0.82, -0.48 + stride, -0.08, 0.2), lit));
    parts.add(new Part(Outline.leg(0.36, -0.8, 0.4 - stride, 0.06, 0.17), lit));
    Area trunk =
        new Area(
            Outline.curve(
                -0.6, -0.92, -0.5, -1.12, -0.2, -1.1, 0.1, -1.08, 0.38, -1.16, 0.52, -0.98, 0.44,
                -0.72, 0.1, -0.62, -0.2, -0.64, -0.5, -0.66));
    trunk.add(
        new Area(
            Outline.curve(
                0.2,
                -1.06,
                0.46,
                -1.36 + lift * 0.6,
                0.66,
                -1.62 + lift,
                0.8,
                -1.62 + lift,
                0.8,
                -1.46 + lift,
                0.66,
                -1.22 + lift * 0.6,
                0.52,
                -0.92,
                0.3,
                -0.86)));
    trunk.add(
        new Area(
            Outline.curve(
                0.64,
                -1.66 + lift,
                0.8,
                -1.66 + lift,
                0.96,
                -1.46 + lift,
                1.08,
                -1.32 + lift,
                1.04,
                -1.22 + lift,
                0.92,
                -1.24 + lift,
                0.74,
                -1.4 + lift)));
    parts.add(new Part(trunk, lit));
    if (dice.chance(0.2)) {
      parts.addAll(CowDrawing.patches(dice, trunk, Tone.mix(coat, Color.WHITE, 0.75)));
    }
    parts.add(
        new Part(Outline.polygon(0.66, -1.6 + lift, 0.7, -1.84 + lift, 0.78, -1.6 + lift), coat));
    parts.add(
        new Part(
            Outline.curve(
                0.16,
                -1.1,
                0.3,
                -1.28 + lift * 0.5,
                0.5,
                -1.54 + lift,
                0.68,
                -1.72 + lift,
                0.72,
                -1.6 + lift,
                0.56,
                -1.4 + lift,
                0.4,
                -1.14 + lift * 0.4),
            hair));
    parts.add(new Part(Outline.ellipse(0.82, -1.5 + lift, 0.03, 0.03), new Color(0x1A1512)));
    return parts;
  }
}
