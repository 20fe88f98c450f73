package org.sparklrp.job.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeatmapExampleTest {
  @Test
  void aWrongHeatmapSaysWhatWasPredictedInstead() {
    assertThat(HeatmapExample.heading("cat", "cat", "dog"))
        .isEqualTo("cat (label cat, predicted dog)");
    assertThat(HeatmapExample.heading("dog", "cat", "dog")).isEqualTo("dog (label cat)");
  }
}
