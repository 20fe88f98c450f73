package org.sparklrp.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MomentsTest {
  private static Moments of(double... numbers) {
    Moments moments = new Moments();
    for (double number : numbers) {
      moments.add(number);
    }
    return moments;
  }

  private static void assertSame(Moments actual, Moments expected, long seed) {
    assertThat(actual.count()).isEqualTo(expected.count());
    assertThat(actual.sum())
        .as("seed %d", seed)
        .isEqualTo(expected.sum(), within(1e-12 * Math.abs(expected.sum())));
    assertThat(actual.squares())
        .as("seed %d", seed)
        .isEqualTo(expected.squares(), within(1e-10 * expected.squares()));
  }

  @Test
  void computesHandWorkedNumbers() {
    Moments moments = of(1, 3, 8);
    assertThat(moments.count()).isEqualTo(3);
    assertThat(moments.sum()).isEqualTo(12);
    assertThat(moments.mean()).isEqualTo(4);
    assertThat(moments.squares()).isEqualTo(26, within(1e-12));
    assertThat(moments.deviation()).isEqualTo(Math.sqrt(13), within(1e-12));
    assertThat(of(5).deviation()).isZero();
    assertThat(of().mean()).isZero();
  }

  /** Of plain squares of such numbers no digit of the spread would be left. */
  @Test
  void keepsTheSpreadOfLargeNumbersThatDifferLittle() {
    assertThat(of(1e9, 1e9 + 1, 1e9 + 2).deviation()).isEqualTo(1, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mergingIsAssociativeAndCommutativeAndGivesTheWhole(long seed) {
    double[] numbers = new Random(seed).doubles(60, 3, 1000).toArray();
    Moments[] part = new Moments[3];
    for (int i = 0; i < 3; i++) {
      part[i] = of(Arrays.copyOfRange(numbers, 20 * i, 20 * i + 20));
    }
    Moments left = of();
    left.merge(part[0]);
    left.merge(part[1]);
    left.merge(part[2]);
    Moments tail = of();
    tail.merge(part[2]);
    tail.merge(part[1]);
    Moments right = of();
    right.merge(tail);
    right.merge(part[0]);
    right.merge(of());
    assertSame(left, of(numbers), seed);
    assertSame(right, of(numbers), seed);
  }
}
