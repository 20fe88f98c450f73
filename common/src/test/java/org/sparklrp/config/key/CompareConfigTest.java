package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.DriftMetric;
import org.sparklrp.config.Gate;

class CompareConfigTest {
  @Test
  void withoutGatesMetricsOfClassesLayersAndReasonsAreWatched() {
    CompareConfig config = CompareConfig.parse("", "", List.of());
    assertThat(config.replicates()).isEqualTo(200);
    assertThat(config.splits()).isEqualTo(200);
    assertThat(config.falseDiscovery()).isEqualTo(0.05);
    assertThat(config.root()).isEmpty();
    assertThat(config.gates()).hasSize(DriftMetric.values().length - 2);
    assertThat(config.gates().get(0).rule())
        .isEqualTo(
            "class.relevance { fail = auto, against = baseline, min-effect = 0.1, min-count = 30 }");
  }

  @Test
  void readsGatesAndLeavesSectionsOfOtherCommandsAlone() {
    CompareConfig config =
        CompareConfig.parse(
            """
            input { path = anywhere }
            cluster.grid = 3
            audit { root = "s3a://audit", stages = [explain, compare] }
            gates {
              class.mean-map { warn = 0.05, fail = 0.10, against = previous, min-effect = 0.02, min-count = 50 }
              class { score { warn = auto, against = "window:8" } }
              run.failed-fraction { fail = 0.01 }
            }
            """,
            "audit.conf",
            List.of("gates.class.mean-map.fail=0.2"));
    assertThat(config.root()).isEqualTo("s3a://audit");
    assertThat(config.gates())
        .containsExactly(
            new Gate(DriftMetric.MEAN_MAP, new Gate.Level(0.05), new Gate.Level(0.2), 1, 0.02, 50),
            new Gate(DriftMetric.SCORE, Gate.Level.AUTO, null, 8, 0.1, 30),
            new Gate(DriftMetric.FAILED, null, new Gate.Level(0.01), 0, 0.01, 1));
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                CompareConfig.parse(
                    """
                    compare.splits = 3
                    gates {
                      class.mean-mapp { fail = 0.1 }
                      class.score { fail = much, against = "window:0" }
                      class.gini { against = previous, warn = 0.1, min-count = 0 }
                      class.entropy { min-effect = 0.1 }
                      class.accuracy { fail = 0.1, severity = high }
                      run.failures = 3
                    }
                    """,
                    "gates.conf",
                    List.of()))
        .hasMessageContaining("Cannot use the configuration gates.conf: ")
        .hasMessageContaining("compare.splits is 3; it must be a whole number from 20 to 2000")
        .hasMessageContaining(
            "there is no metric gates.class.mean-mapp; the nearest is gates.class.mean-map")
        .hasMessageContaining(
            "gates.class.score.fail is much; it must be a number of at least 0, or auto")
        .hasMessageContaining(
            "gates.class.score.against is window:0; it must be baseline, previous, or")
        .hasMessageContaining(
            "gates.class.gini.min-count is 0; it must be a whole number of at least 1")
        .hasMessageContaining("gates.class.entropy: it has neither warn nor fail; correct it")
        .hasMessageContaining("there is no key gates.class.accuracy.severity; allowed are")
        .hasMessageContaining(
            "gates.run.failures is no section; write gates.run.failures { fail = 0.1 }");
    assertThatThrownBy(
            () ->
                CompareConfig.parse(
                    "gates.class.gini { warn = 0.1, against = previous }", "a.conf", List.of()))
        .hasMessageContaining("gates.class.gini.against is no baseline, and audit.root is none;");
  }
}
