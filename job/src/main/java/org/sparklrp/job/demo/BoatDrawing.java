package org.sparklrp.job.demo;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** A boat: a hull with mast and sails, or with a cabin and a funnel. */
final class BoatDrawing {
  private BoatDrawing() {}

  static List<Part> draw(Dice dice) {
    Color paint = dice.color(0x7A4A2C, 0xEDEBE4, 0x27486E, 0xA3312C, 0x2F6B5A, 0xD8B24A);
    double deck = -dice.between(0.34, 0.44);
    List<Part> parts = new ArrayList<>();
    if (dice.chance(0.65)) {
      addSails(dice, deck, parts);
    } else {
      addCabin(dice, deck, parts);
    }
    parts.add(
        new Part(
            Outline.polygon(
                -0.92,
                deck,
                -0.5,
                deck + 0.07,
                0.2,
                deck + 0.07,
                0.7,
                deck - 0.02,
                1.05,
                deck - 0.12,
                0.82,
                -0.16,
                0.66,
                0,
                -0.7,
                0,
                -0.84,
                -0.16),
            Tone.lit(paint, deck, 0.05)));
    parts.add(
        new Part(
            Outline.polygon(-0.86, -0.14, 0.82, -0.14, 0.66, 0, -0.7, 0),
            Tone.times(dice.color(0x8C2F2A, 0x2A3440, 0xC9C4B8), 0.8)));
    parts.add(
        new Part(
            Outline.polygon(
                -0.92,
                deck,
                -0.5,
                deck + 0.07,
                0.2,
                deck + 0.07,
                0.7,
                deck - 0.02,
                1.05,
                deck - 0.12,
                1.0,
                deck - 0.02,
                0.7,
                deck + 0.06,
                0.2,
                deck + 0.14,
                -0.5,
                deck + 0.14,
                -0.9,
                deck + 0.08),
            Tone.mix(paint, Color.WHITE, 0.55)));
    return parts;
  }

  private static void addSails(Dice dice, double deck, List<Part> parts) {
    Color cloth = dice.color(0xF3EFE6, 0xE9DDC0, 0xF4F4F2, 0xC9543E, 0xE2B64C, 0x8FB4CF);
    double mast = dice.between(-0.05, 0.2);
    double top = -dice.between(1.75, 2.1);
    double boom = -dice.between(0.7, 0.9);
    double belly = dice.between(0.02, 0.1);
    parts.add(
        new Part(Outline.box(mast - 0.03, top, mast + 0.03, deck + 0.1), new Color(0x5A4A38)));
    parts.add(
        new Part(
            Outline.curve(
                mast - 0.05,
                top + 0.08,
                (mast + boom) / 2 - belly * 0.4,
                (top + deck) / 2 - 0.1,
                boom,
                deck - 0.14,
                (mast + boom) / 2,
                deck - 0.09 + belly,
                mast - 0.05,
                deck - 0.12),
            Tone.lit(cloth, top - 0.6, deck + 0.6)));
    parts.add(
        new Part(
            Outline.curve(
                mast + 0.06,
                top + 0.3,
                mast + 0.3 + belly,
                (top + deck) / 2 + 0.1,
                0.92,
                deck - 0.16,
                mast + 0.45,
                deck - 0.13,
                mast + 0.1,
                deck - 0.16),
            Tone.times(cloth, 0.86)));
    parts.add(
        new Part(
            Outline.polygon(mast, top - 0.02, mast - 0.24, top + 0.05, mast, top + 0.12),
            dice.color(0xC22F2A, 0x2A5CA8, 0xE0A526)));
  }

  private static void addCabin(Dice dice, double deck, List<Part> parts) {
    Color cabin = dice.color(0xF1EEE6, 0xE0D6BE, 0xC9D3D8);
    double left = -dice.between(0.55, 0.7);
    double right = dice.between(0.1, 0.35);
    double roof = deck - dice.between(0.36, 0.5);
    Color funnel = dice.color(0xC0392B, 0x2C3E50, 0xD9A21B);
    double x = dice.between(left + 0.15, right - 0.3);
    parts.add(
        new Part(Outline.box(x, roof - 0.45, x + 0.22, roof), Tone.lit(funnel, roof - 0.5, roof)));
    parts.add(new Part(Outline.box(x, roof - 0.45, x + 0.22, roof - 0.35), new Color(0x26262A)));
    parts.add(
        new Part(Outline.box(right + 0.2, roof - 0.6, right + 0.24, deck), new Color(0x5A4A38)));
    parts.add(
        new Part(Outline.box(left, roof, right, deck + 0.1), Tone.lit(cabin, roof, deck + 0.2)));
    parts.add(
        new Part(
            Outline.box(left - 0.06, roof - 0.05, right + 0.1, roof + 0.03),
            Tone.times(cabin, 0.7)));
    for (double window = left + 0.12; window < right - 0.1; window += 0.2) {
      parts.add(
          new Part(
              Outline.box(window - 0.05, roof + 0.1, window + 0.07, roof + 0.24),
              new Color(0x3B5566)));
    }
  }
}
