package org.sparklrp.job.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Paint;

/** Lighter, darker and mixed colours. */
final class Tone {
  private Tone() {}

  /** The nearest colour component, 0 to 255. */
  static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, value + 0.5));
  }

  /** Every component times a factor. */
  static Color times(Color color, double factor) {
    return new Color(
        clamp(color.getRed() * factor),
        clamp(color.getGreen() * factor),
        clamp(color.getBlue() * factor));
  }

  /** From the first colour (share 0) to the second (share 1). */
  static Color mix(Color first, Color second, double share) {
    return new Color(
        clamp(first.getRed() + (second.getRed() - first.getRed()) * share),
        clamp(first.getGreen() + (second.getGreen() - first.getGreen()) * share),
        clamp(first.getBlue() + (second.getBlue() - first.getBlue()) * share));
  }

  /** The colour with an opacity from 0 to 1. */
  static Color veil(Color color, double opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), clamp(255 * opacity));
  }

  /** A surface lit from above: lighter at the top, darker at the bottom. */
  static Paint lit(Color color, double top, double bottom) {
    return new GradientPaint(
        0, (float) top, times(color, 1.18), 0, (float) bottom, times(color, 0.72));
  }
}
