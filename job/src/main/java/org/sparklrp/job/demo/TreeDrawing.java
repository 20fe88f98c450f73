package org.sparklrp.job.demo;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** A tree: a trunk with a crown of foliage, or a fir of several tiers. */
final class TreeDrawing {
  private TreeDrawing() {}

  static List<Part> draw(Dice dice) {
    List<Part> parts = new ArrayList<>();
    Color bark = dice.color(0x5C4330, 0x6E5A48, 0x4A3A2E, 0xB9B2A6);
    double lean = dice.between(-0.08, 0.08);
    double width = dice.between(0.08, 0.14);
    parts.add(
        new Part(
            Outline.polygon(
                -width * 1.5,
                0,
                -width,
                -0.25,
                lean - width * 0.7,
                -1,
                lean + width * 0.7,
                -1,
                width,
                -0.25,
                width * 1.5,
                0),
            Tone.lit(bark, -0.9, 0.1)));
    if (dice.chance(0.4)) {
      addTiers(dice, lean, parts);
    } else {
      addFoliage(dice, lean, parts);
    }
    return parts;
  }

  private static void addTiers(Dice dice, double lean, List<Part> parts) {
    Color needles = dice.color(0x1F4D32, 0x2D5E3A, 0x3A6B52, 0x274A3A);
    int tiers = 3 + dice.below(2);
    double half = dice.between(0.55, 0.75);
    double top = dice.between(-2.1, -1.85);
    for (int i = 0; i < tiers; i++) {
      double share = (double) i / tiers;
      double low = -0.4 + (top + 0.75) * share;
      double reach = half * (1 - 0.72 * share);
      double high = low - 0.85 + 0.15 * share;
      parts.add(
          new Part(
              Outline.polygon(
                  lean,
                  high,
                  lean + reach * 0.5,
                  low - 0.28,
                  lean + reach,
                  low,
                  lean + reach * 0.3,
                  low - 0.06,
                  lean - reach * 0.3,
                  low - 0.03,
                  lean - reach,
                  low,
                  lean - reach * 0.5,
                  low - 0.28),
              Tone.lit(needles, high, low)));
    }
  }

  private static void addFoliage(Dice dice, double lean, List<Part> parts) {
    Color leaves = dice.color(0x4C7A2E, 0x5E8C3A, 0x3C6A34, 0x6E8F2F, 0xB5762A, 0xA8532A, 0xC49A34);
    double halfWidth = dice.between(0.5, 0.75);
    double halfHeight = dice.between(0.5, 0.7);
    double center = -0.75 - halfHeight;
    parts.add(
        new Part(
            Outline.ellipse(lean, center, halfWidth * 0.8, halfHeight * 0.85),
            Tone.times(leaves, 0.7)));
    for (int i = 0; i < 34; i++) {
      double x = dice.between(-1, 1);
      double y = dice.between(-1, 1);
      if (x * x + y * y > 1) {
        continue;
      }
      double size = dice.between(0.12, 0.24);
      Color leaf = Tone.times(leaves, 0.98 - 0.3 * y + dice.between(-0.12, 0.12));
      parts.add(
          new Part(
              Outline.ellipse(lean + x * halfWidth, center + y * halfHeight, size, size * 0.85),
              leaf));
    }
  }
}
