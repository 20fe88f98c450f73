package org.sparklrp.job.demo;

import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.List;

/** A house: front and side wall, a gabled roof, a door, windows and sometimes a chimney. */
final class HouseDrawing {
  private HouseDrawing() {}

  static List<Part> draw(Dice dice) {
    Color wall = dice.color(0xE8DCC4, 0xD8B48A, 0xB7C4C9, 0xB5654A, 0xEDEAE2, 0xC9A15A, 0x9DB08A);
    Color tiles = dice.color(0x9A4A36, 0x6B4538, 0x4E555E, 0x7A3B3B, 0x8A7B62);
    double left = -dice.between(0.75, 0.95);
    double corner = dice.between(-0.05, 0.25);
    double right = dice.between(0.75, 0.95);
    double eaves = -dice.between(0.75, 1.0);
    double gable = eaves - dice.between(0.45, 0.7);
    double ridge = (left + corner) / 2;
    List<Part> parts = new ArrayList<>();
    if (dice.chance(0.7)) {
      double x = dice.between(corner, right - 0.35);
      parts.add(new Part(Outline.box(x, gable - 0.18, x + 0.17, eaves), Tone.times(tiles, 0.75)));
    }
    parts.add(new Part(Outline.box(corner, eaves, right, 0), Tone.times(wall, 0.74)));
    parts.add(
        new Part(
            Outline.polygon(left, 0, left, eaves, ridge, gable, corner, eaves, corner, 0),
            Tone.lit(wall, gable, 0.2)));
    double over = 0.09;
    double far = right - (corner - ridge) + 0.06;
    parts.add(
        new Part(
            Outline.polygon(
                ridge,
                gable - 0.06,
                far,
                gable - 0.06,
                right + over,
                eaves + over,
                corner + over,
                eaves + over),
            Tone.lit(tiles, gable, eaves)));
    parts.add(
        new Part(
            Outline.polygon(
                left - over,
                eaves + over,
                ridge,
                gable - 0.08,
                ridge + 0.08,
                gable - 0.02,
                left - over + 0.1,
                eaves + over + 0.04),
            Tone.times(tiles, 0.7)));
    Color door = dice.color(0x5A3A26, 0x2F4A3A, 0x7A2E2A, 0x34465E);
    double doorX = ridge + dice.between(-0.12, 0.12);
    parts.add(new Part(Outline.box(doorX - 0.11, -0.45, doorX + 0.11, 0), door));
    Paint glass = Tone.lit(dice.color(0x5B6F7E, 0x8FB0C2, 0xE5C56A), eaves, 0);
    addWindow(ridge, eaves + 0.08, 0.1, glass, parts);
    double span = right - corner;
    for (int i = 0; i < 2; i++) {
      addWindow(corner + span * (0.28 + 0.44 * i), eaves + 0.38, 0.11, glass, parts);
    }
    return parts;
  }

  private static void addWindow(double x, double y, double half, Paint glass, List<Part> parts) {
    Color frame = new Color(0xF2EFE8);
    parts.add(
        new Part(
            Outline.box(x - half - 0.03, y - half - 0.03, x + half + 0.03, y + half + 0.03),
            frame));
    parts.add(new Part(Outline.box(x - half, y - half, x + half, y + half), glass));
    parts.add(new Part(Outline.box(x - 0.015, y - half, x + 0.015, y + half), frame));
  }
}
