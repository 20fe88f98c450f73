package org.sparklrp.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.relevance.RelevanceMap;

final class MapStatisticsTest {
  private static final double LAW = 1e-12;

  @Test
  void computesHandWorkedCells() {
    MapStatistics statistics = new MapStatistics(1, 2);
    statistics.add(new float[] {1, -4}, 1, 2);
    statistics.add(new float[] {3, 2}, 1, 2);
    statistics.add(new float[] {5, -1}, 1, 2);
    assertThat(statistics.count()).isEqualTo(3);
    assertThat(statistics.meanMap()).containsExactly(3, -1);
    assertThat(statistics.stdMap()).containsExactly(2, 3);
    assertThat(statistics.meanPositiveMap()).containsExactly(3, 2 / 3f);
    assertThat(statistics.meanNegativeMap()).containsExactly(0, -5 / 3f);
  }

  @Test
  void aMapOfSeveralChannelsCountsWithItsSignedSum() {
    MapStatistics statistics = new MapStatistics(1, 1);
    statistics.add(new RelevanceMap(3, 1, 1, new float[] {1, -3, 4}));
    assertThat(statistics.meanMap()).containsExactly(2);
    assertThat(statistics.stdMap()).containsExactly(0);
  }

  @Test
  void withoutMapsEverythingIsZero() {
    MapStatistics statistics = new MapStatistics(2, 1);
    assertThat(statistics.meanMap()).containsExactly(0, 0);
    assertThat(statistics.stdMap()).containsExactly(0, 0);
    assertThat(statistics.meanNegativeMap()).containsExactly(0, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void partsMergedGiveTheWhole(long seed) {
    List<float[]> maps = maps(seed, 40);
    MapStatistics whole = of(maps);
    int cut = new Random(seed).nextInt(maps.size());
    MapStatistics merged = of(maps.subList(0, cut));
    merged.merge(of(maps.subList(cut, maps.size())));
    assertEqualStates(merged, whole, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void theOrderDoesNotMatter(long seed) {
    List<float[]> maps = maps(seed, 40);
    MapStatistics ordered = of(maps);
    Collections.shuffle(maps, new Random(seed));
    MapStatistics merged = new MapStatistics(3, 4);
    for (int part = 3; part >= 0; part--) {
      merged.merge(of(maps.subList(part * 10, part * 10 + 10)));
    }
    assertEqualStates(merged, ordered, seed);
  }

  @Test
  void mergingNothingChangesNothing() {
    MapStatistics statistics = of(maps(21, 5));
    double[] before = statistics.toArray();
    statistics.merge(new MapStatistics(3, 4));
    assertThat(statistics.toArray()).isEqualTo(before);
    MapStatistics empty = new MapStatistics(3, 4);
    empty.merge(statistics);
    assertThat(empty.toArray()).isEqualTo(before);
  }

  @Test
  void aLargeOffsetDoesNotSwallowTheSpread() {
    MapStatistics statistics = new MapStatistics(1, 1);
    for (int i = 0; i < 1000; i++) {
      statistics.add(new float[] {1e6f + (i % 2)}, 1, 1);
    }
    assertThat((double) statistics.stdMap()[0]).isCloseTo(Math.sqrt(250 / 999.0), within(1e-6));
  }

  @Test
  void theStateSurvivesAsNumbers() {
    MapStatistics statistics = of(maps(31, 7));
    MapStatistics restored = MapStatistics.fromArray(3, 4, statistics.toArray());
    assertThat(restored.toArray()).isEqualTo(statistics.toArray());
    assertThat(restored.count()).isEqualTo(7);
    assertThatThrownBy(() -> MapStatistics.fromArray(3, 3, statistics.toArray()))
        .hasMessage("A state of 37 numbers is none of a 3 x 3 grid");
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "6, 8", "5, 7", "1, 1", "224, 224", "2, 9", "4, 3"})
  void aMapOfAnySizeKeepsItsSumsOnTheGrid(int height, int width) {
    float[] map = maps(height * 1000L + width, 1, height * width).get(0);
    MapStatistics statistics = new MapStatistics(3, 4);
    statistics.add(map, height, width);
    double positive = 0;
    double negative = 0;
    for (float value : map) {
      positive += Math.max(value, 0);
      negative += Math.min(value, 0);
    }
    double[] state = statistics.toArray();
    double tolerance = 1e-10 * (positive - negative);
    assertThat(sum(state, 1)).isCloseTo(positive + negative, within(tolerance));
    assertThat(sum(state, 25)).isCloseTo(positive, within(tolerance));
  }

  @Test
  void pixelsSpreadOverTheCellsTheyCover() {
    MapStatistics statistics = new MapStatistics(1, 2);
    statistics.add(new float[] {3, 6, 9}, 1, 3);
    assertThat(statistics.meanMap()).containsExactly(3 + 6 / 2f, 6 / 2f + 9);
    MapStatistics finer = new MapStatistics(2, 2);
    finer.add(new float[] {8}, 1, 1);
    assertThat(finer.meanMap()).containsExactly(2, 2, 2, 2);
  }

  @Test
  void gainsAndLossesDoNotCancelOnACoarserGrid() {
    MapStatistics statistics = new MapStatistics(1, 1);
    statistics.add(new float[] {5, -3}, 1, 2);
    assertThat(statistics.meanPositiveMap()).containsExactly(5);
    assertThat(statistics.meanNegativeMap()).containsExactly(-3);
  }

  @Test
  void refusesWhatDoesNotFit() {
    MapStatistics statistics = new MapStatistics(2, 2);
    assertThatThrownBy(() -> statistics.add(new float[3], 2, 2))
        .hasMessage("A map of 2 x 2 does not hold 3 values");
    assertThatThrownBy(() -> statistics.merge(new MapStatistics(1, 2)))
        .hasMessage("Statistics of a 1 x 2 grid cannot join those of a 2 x 2 grid");
    assertThatThrownBy(() -> new MapStatistics(0, 2)).hasMessage("A grid of 0 x 2 has no cells");
  }

  private static void assertEqualStates(MapStatistics actual, MapStatistics expected, long seed) {
    double[] states = actual.toArray();
    double[] wanted = expected.toArray();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(states[i])
          .as("number %d with seed %d", i, seed)
          .isCloseTo(wanted[i], within(LAW * Math.max(1, Math.abs(wanted[i]))));
    }
  }

  private static MapStatistics of(List<float[]> maps) {
    MapStatistics statistics = new MapStatistics(3, 4);
    maps.forEach(map -> statistics.add(map, 3, 4));
    return statistics;
  }

  private static List<float[]> maps(long seed, int count) {
    return maps(seed, count, 12);
  }

  private static List<float[]> maps(long seed, int count, int size) {
    Random random = new Random(seed);
    List<float[]> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] map = new float[size];
      for (int pixel = 0; pixel < size; pixel++) {
        map[pixel] = (float) (random.nextGaussian() * 3 + 1);
      }
      maps.add(map);
    }
    return maps;
  }

  private static double sum(double[] state, int from) {
    double sum = 0;
    for (int i = from; i < from + 12; i++) {
      sum += state[i];
    }
    return sum;
  }
}
