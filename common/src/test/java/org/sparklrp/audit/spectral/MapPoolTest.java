package org.sparklrp.audit.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MapPoolTest {
  private final MapPool pool = new MapPool(16);

  private static float[] spot(int side, double y, double x, float value) {
    float[] map = new float[side * side];
    int row = (int) (y * side);
    int column = (int) (x * side);
    map[row * side + column] = value;
    return map;
  }

  @Test
  void keepsTheSumOfMapsOfAnySize() {
    for (int side : new int[] {5, 16, 33, 224}) {
      double sum = 0;
      for (float cell : pool.pooled(spot(side, 0.5, 0.3, 3), side, side)) {
        sum += cell;
      }
      assertThat(sum).as("side " + side).isCloseTo(3, within(1e-5));
    }
  }

  @Test
  void directionsHaveLengthOneAndTheirSign() {
    float[] positive = pool.direction(pool.pooled(spot(32, 0.5, 0.3, 2), 32, 32));
    float[] negative = pool.direction(pool.pooled(spot(32, 0.5, 0.3, -5), 32, 32));
    assertThat(Neighbours.product(positive, positive)).isCloseTo(1, within(1e-6));
    assertThat(Neighbours.product(positive, negative)).isCloseTo(-1, within(1e-6));
  }

  @Test
  void whatMovesByACellStaysAlike() {
    float[] here = pool.direction(pool.pooled(spot(64, 0.5, 0.5, 1), 64, 64));
    float[] beside = pool.direction(pool.pooled(spot(64, 0.5, 0.5625, 1), 64, 64));
    float[] elsewhere = pool.direction(pool.pooled(spot(64, 0.1, 0.9, 1), 64, 64));
    assertThat(Neighbours.product(here, beside)).isGreaterThan(0.85);
    assertThat(Neighbours.product(here, elsewhere)).isLessThan(0.01);
  }

  @Test
  void aMapWithoutRelevanceHasNoDirection() {
    assertThat(pool.direction(new float[256])).containsOnly(0f);
  }
}
