package org.sparklrp.job.demo;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** A car seen from the side: body, cabin with windows, wheels and lights. */
final class CarDrawing {
  private CarDrawing() {}

  static List<Part> draw(Dice dice) {
    Color paint =
        dice.color(0xB3262A, 0x2456A6, 0xD9A21B, 0x2E7D4F, 0xE4E4E0, 0x53585E, 0x8C3F7A, 0x3A9DB5);
    double wheel = dice.between(0.19, 0.23);
    double belt = -dice.between(0.56, 0.62);
    double roof = belt - dice.between(0.36, 0.46);
    double front = dice.between(0.5, 0.62);
    double rear = dice.chance(0.5) ? -dice.between(0.82, 0.92) : -dice.between(0.6, 0.7);
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            Outline.curve(
                rear,
                belt + 0.06,
                rear + 0.16,
                roof + 0.03,
                rear + 0.4,
                roof - 0.02,
                front - 0.42,
                roof,
                front - 0.18,
                roof + 0.12,
                front,
                belt + 0.06),
            Tone.lit(paint, roof, belt)));
    parts.add(
        new Part(
            Outline.curve(
                -1.0,
                -0.3,
                -0.98,
                belt + 0.02,
                -0.7,
                belt - 0.03,
                0,
                belt - 0.02,
                0.6,
                belt + 0.01,
                0.96,
                belt + 0.12,
                1.02,
                -0.28,
                0.94,
                -0.16,
                -0.94,
                -0.16),
            Tone.lit(paint, belt, -0.1)));
    Color glass = dice.color(0x37464F, 0x6F8791, 0x9DB7C2);
    double post = (rear + front) / 2 - 0.04;
    parts.add(
        new Part(
            Outline.polygon(
                rear + 0.13,
                belt - 0.01,
                rear + 0.24,
                roof + 0.08,
                post - 0.03,
                roof + 0.07,
                post - 0.03,
                belt - 0.01),
            Tone.lit(glass, roof, belt)));
    parts.add(
        new Part(
            Outline.polygon(
                post + 0.03,
                belt - 0.01,
                post + 0.03,
                roof + 0.07,
                front - 0.36,
                roof + 0.09,
                front - 0.12,
                belt - 0.01),
            Tone.lit(glass, roof, belt)));
    parts.add(new Part(Outline.box(-0.95, -0.25, 0.97, -0.18), Tone.times(paint, 0.5)));
    parts.add(
        new Part(
            Outline.box(post - 0.01, belt + 0.02, post + 0.01, -0.24), Tone.times(paint, 0.6)));
    parts.add(new Part(Outline.ellipse(0.93, belt + 0.2, 0.06, 0.05), new Color(0xF6EFC8)));
    parts.add(new Part(Outline.box(-0.99, belt + 0.1, -0.92, belt + 0.22), new Color(0xB8201C)));
    for (double x : new double[] {-0.57, 0.57}) {
      parts.add(
          new Part(
              Outline.ellipse(x, -wheel, wheel + 0.04, wheel + 0.02), Tone.times(paint, 0.35)));
      parts.add(new Part(Outline.ellipse(x, -wheel, wheel, wheel), new Color(0x1C1C1E)));
      parts.add(
          new Part(Outline.ellipse(x, -wheel, wheel * 0.52, wheel * 0.52), new Color(0xB4B8BC)));
      parts.add(
          new Part(Outline.ellipse(x, -wheel, wheel * 0.18, wheel * 0.18), new Color(0x55585C)));
    }
    return parts;
  }
}
