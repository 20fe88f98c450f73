package org.sparklrp.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DivergingColorsTest {
  @Test
  void zeroIsWhite() {
    assertThat(DivergingColors.of(0)).isEqualTo(0xffffff);
    assertThat(DivergingColors.of(-0.0)).isEqualTo(0xffffff);
    assertThat(DivergingColors.of(Double.NaN)).isEqualTo(0xffffff);
  }

  @Test
  void theEndsAreRedAndBlue() {
    // (42, 65 at 35 degrees) and (42, 55 at 285 degrees) in CIE L*a*b*, converted elsewhere.
    assertThat(DivergingColors.of(1)).isEqualTo(184 << 16 | 49 << 8 | 41);
    assertThat(DivergingColors.of(-1)).isEqualTo(37 << 16 | 97 << 8 | 187);
  }

  @Test
  void valuesBeyondTheEndsKeepTheColourOfTheEnds() {
    assertThat(DivergingColors.of(7)).isEqualTo(DivergingColors.of(1));
    assertThat(DivergingColors.of(Double.NEGATIVE_INFINITY)).isEqualTo(DivergingColors.of(-1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.5, 0.75, 1})
  void valuesOfEqualSizeAreEquallyDarkAndInProportion(double value) {
    assertThat(lightness(DivergingColors.of(value))).isCloseTo(100 - 58 * value, within(0.6));
    assertThat(lightness(DivergingColors.of(-value))).isCloseTo(100 - 58 * value, within(0.6));
  }

  /** L* of CIE L*a*b*, from the luminance of an sRGB colour. */
  private static double lightness(int rgb) {
    double luminance =
        0.2126 * linear(rgb >> 16 & 0xff)
            + 0.7152 * linear(rgb >> 8 & 0xff)
            + 0.0722 * linear(rgb & 0xff);
    return 116 * Math.cbrt(luminance) - 16;
  }

  private static double linear(int sample) {
    double value = sample / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
