package org.sparklrp.audit.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparklrp.audit.drift.Judged.Severity;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.Gate;
import org.sparklrp.config.Gate.Level;

class GateCheckTest {
  private static Gate gate(@Nullable Level warn, @Nullable Level fail, int window) {
    return new Gate(DriftMetric.MEAN_MAP, warn, fail, window, 0.02, 30);
  }

  private static Measured distance(String entity, double value, double pValue, long n) {
    return new Measured(
        DriftMetric.MEAN_MAP,
        entity,
        false,
        value,
        new Measured.Interval(value - 0.0196, value + 0.0196),
        n,
        0,
        value,
        1,
        pValue,
        0.04);
  }

  private static Judged judge(Gate gate, Measured measured) {
    return new GateCheck(List.of(gate), 0.05, Past.NONE).judge(List.of(measured)).get(0);
  }

  @Test
  void theSeverestLevelThatIsExceededCounts() {
    Gate both = gate(new Level(0.05), new Level(0.10), 0);
    Judged failed = judge(both, distance("horse", 0.2, 1e-9, 100));
    assertThat(failed.breached()).isTrue();
    assertThat(failed.severity()).isEqualTo(Severity.FAIL);
    assertThat(failed.threshold()).isEqualTo(0.10);
    assertThat(failed.reason())
        .isEqualTo(
            "class.mean-map of horse is 0.200, was 0.00: 0.200, above 0.100 (fail, q 1.00e-09)");
    Judged warned = judge(both, distance("horse", 0.07, 1e-9, 100));
    assertThat(warned.severity()).isEqualTo(Severity.WARN);
    assertThat(warned.breached()).isTrue();
    assertThat(judge(both, distance("horse", 0.04, 1e-9, 100)).breached()).isFalse();
  }

  @Test
  void autoIsTheNoiseAndNeverBelowTheLeastEffect() {
    Gate auto = gate(null, Level.AUTO, 0);
    assertThat(judge(auto, distance("horse", 0.05, 1e-9, 100)).threshold()).isEqualTo(0.04);
    assertThat(judge(auto, distance("horse", 0.05, 1e-9, 100)).breached()).isTrue();
    assertThat(judge(auto, distance("horse", 0.039, 1e-9, 100)).breached()).isFalse();
    Gate small = gate(null, new Level(0.001), 0);
    assertThat(judge(small, distance("horse", 0.015, 1e-9, 100)).breached()).isFalse();
  }

  @Test
  void chanceAndFewImagesAreNoBreach() {
    Gate gate = gate(null, new Level(0.10), 0);
    Judged chance = judge(gate, distance("horse", 0.2, 0.2, 100));
    assertThat(chance.breached()).isFalse();
    assertThat(chance.reason()).isEqualTo("chance gives as much");
    Judged few = judge(gate, distance("horse", 0.2, 1e-9, 29));
    assertThat(few.breached()).isFalse();
    assertThat(few.qValue()).isNull();
    assertThat(few.reason()).isEqualTo("29 are fewer than min-count");
  }

  @Test
  void qValuesAreThoseOfAllClassesAndMetricsThatAreWatchedWithEnoughImages() {
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      measured.add(distance("class" + i, 0.2, i == 0 ? 0.004 : 0.9, i == 19 ? 5 : 100));
    }
    List<Judged> judged =
        new GateCheck(List.of(gate(null, new Level(0.1), 0)), 0.05, Past.NONE).judge(measured);
    assertThat(judged.get(0).qValue()).isEqualTo(19 * 0.004, within(1e-12));
    assertThat(judged).noneMatch(Judged::breached);
    Measured alone = distance("class0", 0.2, 0.004, 100);
    Measured unwatched =
        new Measured(
            DriftMetric.SCORE, "class0", false, 1, alone.interval(), 100, 0, 0.2, 1, 0.004, 0.04);
    List<Judged> families =
        new GateCheck(List.of(gate(null, new Level(0.1), 0)), 0.05, Past.NONE)
            .judge(List.of(alone, unwatched, distance("class1", 0.2, 0.9, 100)));
    assertThat(families.get(0).qValue()).isEqualTo(2 * 0.004, within(1e-12));
    assertThat(families.get(1).qValue()).isEqualTo(0.004, within(1e-12));
  }

  @Test
  void earlierRunsTakeTheBaselinesPlace() {
    Past past =
        (measured, window) ->
            List.of(
                new Past.Value(0.10, 0.01), new Past.Value(0.12, 0.01), new Past.Value(0.11, 0.01));
    Gate gate = gate(null, new Level(0.05), 3);
    GateCheck check = new GateCheck(List.of(gate), 0.05, past);
    Judged calm = check.judge(List.of(distance("horse", 0.12, 1e-9, 100))).get(0);
    assertThat(calm.measured().baselineValue()).isEqualTo(0.11);
    assertThat(calm.measured().effect()).isEqualTo(0.01, within(1e-12));
    assertThat(calm.breached()).isFalse();
    Judged wild = check.judge(List.of(distance("horse", 0.25, 1e-9, 100))).get(0);
    // z = 0.14 / sqrt(0.01 ^ 2 + 0.01 ^ 2)
    double expected = Tails.normal(0.14 / Math.hypot(0.01, 0.01));
    assertThat(wild.measured().pValue()).isEqualTo(expected, within(1e-9 * expected));
    assertThat(wild.breached()).isTrue();
    Judged first = judge(gate, distance("horse", 0.25, 1e-9, 100));
    assertThat(first.breached()).isFalse();
    assertThat(first.reason()).isEqualTo("there is no earlier run to compare with");
  }

  @Test
  void whatNoGateWatchesIsTold() {
    Judged judged =
        new GateCheck(List.of(), 0.05, Past.NONE)
            .judge(List.of(distance("horse", 0.9, 1e-9, 100)))
            .get(0);
    assertThat(judged.breached()).isFalse();
    assertThat(judged.severity()).isNull();
    assertThat(judged.threshold()).isNull();
  }

  @Test
  void aShareOfFailuresIsItsOwnEffect() {
    Gate gate = new Gate(DriftMetric.FAILED, null, new Level(0.01), 0, 0, 1);
    Measured failed = Measured.shares(DriftMetric.FAILED, "all", 3, 100, 3, 100);
    assertThat(judge(gate, failed).breached()).isTrue();
    assertThat(judge(gate, Measured.shares(DriftMetric.FAILED, "all", 1, 100, 0, 100)).breached())
        .isFalse();
  }

  @Test
  void clustersAreFoundAgainByTheirMaps() {
    double[] left = {1, 0, 0, 0};
    double[] right = {0, 0, 1, 0.1};
    double[] nowhere = {0, 1, 0, 0};
    List<ClusterMatch.Pair> pairs =
        ClusterMatch.of(
            List.of(
                new ClusterMatch.Cluster(0, 9, left),
                new ClusterMatch.Cluster(1, 5, right),
                new ClusterMatch.Cluster(2, 2, nowhere)),
            List.of(
                new ClusterMatch.Cluster(0, 7, new double[] {0, 0, 2, 0}),
                new ClusterMatch.Cluster(1, 7, new double[] {3, 0.1, 0, 0})));
    assertThat(pairs)
        .extracting(pair -> pair.own().number() + "-" + pair.other().number())
        .containsExactly("0-1", "1-0");
  }
}
