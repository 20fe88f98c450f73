package org.sparklrp.audit.intervention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sparklrp.image.PixelImage;

class CommonContentTest {
  private static final int SIDE = 32;

  /** Noise, with the same mark in the lower left corner, moved by a pixel at most. */
  private static List<PixelImage> images(double strength) {
    SplittableRandom random = new SplittableRandom(11);
    List<PixelImage> images = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      float[] values = new float[SIDE * SIDE];
      int right = random.nextInt(2);
      for (int pixel = 0; pixel < values.length; pixel++) {
        int y = pixel / SIDE;
        int x = pixel % SIDE - right;
        boolean isMark = y >= 24 && x >= 2 && x < 14 && (x * 7 + y * 5) % 3 == 0;
        values[pixel] = (float) (random.nextDouble() + (isMark ? strength : 0));
      }
      images.add(new PixelImage(1, SIDE, SIDE, values));
    }
    return images;
  }

  private static Region region(int row, int column) {
    boolean[] inside = new boolean[64];
    for (int cell = 0; cell < 64; cell++) {
      inside[cell] =
          cell / 8 >= row && cell / 8 < row + 2 && cell % 8 >= column && cell % 8 < column + 4;
    }
    return new Region(8, inside);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void imagesAgreeWhereTheyShowTheSameThing() {
    CommonContent content = new CommonContent(images(2));
    assertThat(mean(content.agreement(region(6, 0)))).isGreaterThan(0.8);
    assertThat(mean(content.agreement(region(0, 4)))).isLessThan(0.4);
  }

  @Test
  void noiseAgreesNowhereInParticular() {
    CommonContent content = new CommonContent(images(0));
    double here = mean(content.agreement(region(6, 0)));
    double there = mean(content.agreement(region(0, 4)));
    assertThat(Math.abs(here - there)).isLessThan(0.1);
  }

  @Test
  void imagesWithoutDetailAgreeInNothing() {
    List<PixelImage> flat =
        List.of(new PixelImage(1, 8, 8, new float[64]), new PixelImage(1, 8, 8, new float[64]));
    assertThat(new CommonContent(flat).agreement(region(6, 0))).containsOnly(0);
  }
}
