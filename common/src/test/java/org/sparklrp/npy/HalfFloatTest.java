package org.sparklrp.npy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatTest {
  private static final int INFINITY = 0x7c00;

  @Test
  void everyHalfSurvivesTheWayThroughFloat() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      short half = (short) bits;
      float value = HalfFloat.toFloat(half);
      if (Float.isNaN(value)) {
        assertThat(HalfFloat.toFloat(HalfFloat.of(value))).isNaN();
      } else {
        assertThat(HalfFloat.of(value)).as("bits %x", bits).isEqualTo(half);
      }
    }
  }

  @Test
  void knownHalvesHaveTheirPublishedBits() {
    assertThat(HalfFloat.of(1f)).isEqualTo((short) 0x3c00);
    assertThat(HalfFloat.of(-2f)).isEqualTo((short) 0xc000);
    assertThat(HalfFloat.of(65504f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloat.of(1f / 3)).isEqualTo((short) 0x3555);
    assertThat(HalfFloat.of(0x1p-24f)).isEqualTo((short) 1);
    assertThat(HalfFloat.of(65520f)).isEqualTo((short) INFINITY);
    assertThat(HalfFloat.of(-1e30f)).isEqualTo((short) (0x8000 | INFINITY));
  }

  @Test
  void anyFloatBecomesTheNearestHalfAndTiesTheEvenOne() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 26));
      if (Math.abs(value) >= 65504f) {
        continue;
      }
      short half = HalfFloat.of(Math.abs(value));
      double error = Math.abs(Math.abs(value) - HalfFloat.toFloat(half));
      for (int neighbour : new int[] {half - 1, half + 1}) {
        if (neighbour >= 0 && neighbour < INFINITY) {
          double other = Math.abs(Math.abs(value) - HalfFloat.toFloat((short) neighbour));
          assertThat(error).as("%s, seed %d", value, seed).isLessThanOrEqualTo(other);
          if (error == other) {
            assertThat(half & 1).as("%s, seed %d", value, seed).isZero();
          }
        }
      }
    }
  }
}
