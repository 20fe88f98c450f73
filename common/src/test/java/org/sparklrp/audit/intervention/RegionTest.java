package org.sparklrp.audit.intervention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static double[] block() {
    double[] values = new double[64];
    for (int cell = 0; cell < 64; cell++) {
      boolean isInside = cell / 8 >= 6 && cell % 8 < 3;
      values[cell] = (isInside ? 1 : 0.1) + 0.001 * (cell % 5);
    }
    return values;
  }

  @Test
  void isWhereTheValuesAreLarge() {
    Region region = Region.of(8, block());
    assertThat(region.cells()).isEqualTo(6);
    assertThat(region.box()).containsExactly(6, 0, 8, 3);
    assertThat(region.inside()[6 * 8]).isTrue();
    assertThat(region.inside()[5 * 8]).isFalse();
  }

  @Test
  void ofEqualValuesIsEmpty() {
    Region region = Region.of(4, new double[16]);
    assertThat(region.cells()).isZero();
    assertThat(region.box()).containsOnly(0);
    assertThat(region.share(new double[16])).isZero();
  }

  @Test
  void coversTheSamePartOfAnImageOfAnySize() {
    Region region = Region.of(8, block());
    boolean[] pixels = region.pixels(64, 32);
    int count = 0;
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      assertThat(pixels[pixel]).isEqualTo(pixel / 32 >= 48 && pixel % 32 < 12);
      count += pixels[pixel] ? 1 : 0;
    }
    assertThat(count).isEqualTo(16 * 12);
  }

  @Test
  void controlsHaveItsShapeAndLieElsewhere() {
    Region region = Region.of(8, block());
    List<Region> controls = ControlRegions.of(region, 12, 3);
    assertThat(controls).hasSize(12).allSatisfy(each -> assertThat(each.cells()).isEqualTo(6));
    assertThat(controls).allSatisfy(each -> assertThat(each.common(region)).isLessThan(2));
    assertThat(
            new HashSet<>(
                controls.stream().map(each -> List.of(each.box()[0], each.box()[1])).toList()))
        .hasSize(12);
    assertThat(ControlRegions.of(region, 12, 3).get(5).box()).isEqualTo(controls.get(5).box());
  }

  @Test
  void aRegionThatFillsTheGridHasNoControls() {
    boolean[] all = new boolean[16];
    java.util.Arrays.fill(all, true);
    assertThat(ControlRegions.of(new Region(4, all), 5, 1)).isEmpty();
  }
}
