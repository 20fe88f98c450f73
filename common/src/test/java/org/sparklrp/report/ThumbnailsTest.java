package org.sparklrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.sparklrp.render.DivergingColors;
import org.sparklrp.render.SequentialColors;

class ThumbnailsTest {
  private static BufferedImage decoded(String address) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void mapsAreBlueWhiteAndRedOnTheirOwnScale() throws IOException {
    BufferedImage map = decoded(Thumbnails.signed(new float[] {2, 0, -2, 1}, 2, 32));
    assertThat(map.getWidth()).isEqualTo(2);
    assertThat(map.getRGB(0, 0) & 0xffffff).isEqualTo(DivergingColors.of(1));
    assertThat(map.getRGB(1, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(map.getRGB(0, 1) & 0xffffff).isEqualTo(DivergingColors.of(-1));
  }

  @Test
  void valuesWithoutSignGoFromDarkToBright() throws IOException {
    BufferedImage map = decoded(Thumbnails.sequential(new float[] {0, 4}, 2, 32));
    assertThat(map.getRGB(0, 0) & 0xffffff).isEqualTo(SequentialColors.of(0));
    assertThat(map.getRGB(1, 0) & 0xffffff).isEqualTo(SequentialColors.of(1));
  }

  @Test
  void mapsWithoutRelevanceAreWhite() throws IOException {
    BufferedImage map = decoded(Thumbnails.signed(new float[4], 2, 32));
    assertThat(map.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void largerMapsAreAveraged() {
    Averaged cells = Averaged.of(new float[] {1, 3, 5, 7, 1, 3, 5, 7}, 4, 2);
    assertThat(cells).extracting(Averaged::height, Averaged::width).containsExactly(1, 2);
    assertThat(cells.values()).containsExactly(2, 6);
  }

  @Test
  void aMapOf32CellsASideTakesAtMostTwoKilobytes() {
    float[] values = new float[32 * 32];
    Random random = new Random(7);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    assertThat(Thumbnails.signed(values, 32, 32)).hasSizeLessThan(2100);
  }

  @Test
  void photographsKeepTheirProportions() throws IOException {
    BufferedImage photograph = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 200; x++) {
      for (int y = 0; y < 100; y++) {
        photograph.setRGB(x, y, 0x2040c0);
      }
    }
    BufferedImage small = decoded(Thumbnails.photograph(photograph, 64));
    assertThat(small.getWidth()).isEqualTo(64);
    assertThat(small.getHeight()).isEqualTo(32);
    int colour = small.getRGB(30, 16);
    assertThat(Math.abs(((colour >> 16) & 0xff) - 0x20)).isLessThan(4);
    assertThat(Math.abs((colour & 0xff) - 0xc0)).isLessThan(4);
  }
}
