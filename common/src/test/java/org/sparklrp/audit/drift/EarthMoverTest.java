package org.sparklrp.audit.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarthMoverTest {
  private static final int SIDE = 8;

  private static double[] random(Random random) {
    double[] mass = new double[SIDE * SIDE];
    for (int i = 0; i < mass.length; i++) {
      mass[i] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
    }
    return mass;
  }

  private static double[] at(int... cells) {
    double[] mass = new double[SIDE * SIDE];
    for (int cell : cells) {
      mass[cell] += 1;
    }
    return mass;
  }

  /** The least sum of ways over all pairings of equally heavy grains. */
  private static int cheapestPairing(int[] own, int[] other, int next) {
    if (next == own.length) {
      return 0;
    }
    int least = Integer.MAX_VALUE;
    for (int i = next; i < other.length; i++) {
      swap(other, next, i);
      int way =
          Math.abs(own[next] / SIDE - other[next] / SIDE)
              + Math.abs(own[next] % SIDE - other[next] % SIDE);
      least = Math.min(least, way + cheapestPairing(own, other, next + 1));
      swap(other, next, i);
    }
    return least;
  }

  private static void swap(int[] cells, int i, int j) {
    int cell = cells[i];
    cells[i] = cells[j];
    cells[j] = cell;
  }

  @Test
  void aGrainIsCarriedItsWay() {
    assertThat(EarthMover.distance(at(0), at(63), SIDE)).isEqualTo(14 / 8.0, within(1e-12));
    assertThat(EarthMover.distance(at(9), at(10), SIDE)).isEqualTo(1 / 8.0, within(1e-12));
    assertThat(EarthMover.distance(at(9, 9), at(9), SIDE)).isEqualTo(0, within(1e-12));
    assertThat(EarthMover.distance(at(), at(), SIDE)).isZero();
    assertThat(EarthMover.distance(at(), at(5), SIDE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isTheCheapestPairingOfGrains(long seed) {
    Random random = new Random(seed);
    int[] own = random.ints(7, 0, SIDE * SIDE).toArray();
    int[] other = random.ints(7, 0, SIDE * SIDE).toArray();
    assertThat(EarthMover.distance(at(own), at(other), SIDE))
        .as("seed %d", seed)
        .isEqualTo(cheapestPairing(own, other, 0) / 7.0 / SIDE, within(1e-9));
  }

  /** In one row the distance is the area between the distribution functions. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inOneRowIsTheAreaBetweenDistributionFunctions(long seed) {
    Random random = new Random(seed);
    double[] own = new double[SIDE * SIDE];
    double[] other = new double[SIDE * SIDE];
    double sum = 0;
    double others = 0;
    for (int x = 0; x < SIDE; x++) {
      own[3 * SIDE + x] = random.nextDouble();
      other[3 * SIDE + x] = random.nextDouble();
      sum += own[3 * SIDE + x];
      others += other[3 * SIDE + x];
    }
    double area = 0;
    double ahead = 0;
    for (int x = 0; x < SIDE; x++) {
      ahead += own[3 * SIDE + x] / sum - other[3 * SIDE + x] / others;
      area += Math.abs(ahead);
    }
    assertThat(EarthMover.distance(own, other, SIDE))
        .as("seed %d", seed)
        .isEqualTo(area / SIDE, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isAMetric(long seed) {
    Random random = new Random(seed);
    double[] a = random(random);
    double[] b = random(random);
    double[] c = random(random);
    double ab = EarthMover.distance(a, b, SIDE);
    double bc = EarthMover.distance(b, c, SIDE);
    assertThat(EarthMover.distance(a, a, SIDE)).isEqualTo(0, within(1e-12));
    assertThat(EarthMover.distance(b, a, SIDE)).as("seed %d", seed).isEqualTo(ab, within(1e-9));
    assertThat(EarthMover.distance(a, c, SIDE))
        .as("seed %d", seed)
        .isPositive()
        .isLessThanOrEqualTo(ab + bc + 1e-9);
  }
}
