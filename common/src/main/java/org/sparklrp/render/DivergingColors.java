package org.sparklrp.render;

/**
 * The colours of relevance: blue against the target, white without effect, red for it.
 *
 * <p>Both arms are straight lines in CIE L*a*b* (D65) from white (100, 0, 0) to a colour of
 * lightness 42: red of chroma 65 at 35 degrees, blue of chroma 55 at 285 degrees. So values of
 * equal size look equally dark whatever their sign, half the value looks half as strong, and the
 * two signs differ for colour-blind readers too.
 */
public final class DivergingColors {
  private static final int STEPS = 256;
  private static final double LIGHTNESS = 42;
  private static final int[] POSITIVE = arm(65, 35);
  private static final int[] NEGATIVE = arm(55, 285);

  private DivergingColors() {}

  /**
   * The colour of a value.
   *
   * @param value -1 to 1; beyond, the end of the scale; not a number: white
   * @return 0xRRGGBB
   */
  public static int of(double value) {
    int step = (int) Math.round(Math.min(1, Math.abs(value)) * (STEPS - 1));
    return value < 0 ? NEGATIVE[step] : POSITIVE[step];
  }

  private static int[] arm(double chroma, double degrees) {
    double a = chroma * Math.cos(Math.toRadians(degrees));
    double b = chroma * Math.sin(Math.toRadians(degrees));
    int[] colors = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      double t = (double) step / (STEPS - 1);
      colors[step] = fromLab(100 + t * (LIGHTNESS - 100), t * a, t * b);
    }
    return colors;
  }

  /** CIE L*a*b* to sRGB (IEC 61966-2-1), clipped to the gamut. */
  private static int fromLab(double lightness, double a, double b) {
    double fy = (lightness + 16) / 116;
    double x = 0.95047 * unfold(fy + a / 500);
    double y = unfold(fy);
    double z = 1.08883 * unfold(fy - b / 200);
    int red = encode(3.2404542 * x - 1.5371385 * y - 0.4985314 * z);
    int green = encode(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z);
    int blue = encode(0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
    return red << 16 | green << 8 | blue;
  }

  private static double unfold(double t) {
    return t > 6.0 / 29 ? t * t * t : 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0 / 29);
  }

  private static int encode(double linear) {
    double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
