package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.TuneConfig;

class TuneConfigParserTest {
  private static final String JOB = "input.path = i, model.path = m, output.path = o\n";

  private static TuneConfig parsed(String section) {
    return TuneConfigParser.parse(JOB + section, "test", List.of());
  }

  @Test
  void theMostUsualMethodsAreTriedFirstAndEachOnce() {
    TuneConfig config = parsed("");
    assertThat(config.metric()).isEqualTo(EvaluationMetric.SRG);
    assertThat(config.images()).isEqualTo(20);
    assertThat(config.heldOut()).isEqualTo(50);
    assertThat(config.candidates()).hasSize(169);
    assertThat(config.candidates().stream().map(each -> each.method().job().method()).distinct())
        .hasSize(169);
    assertThat(config.candidates().get(0).method().name()).isEqualTo("lrp epsilon-plus");
    assertThat(parsed("tune.budget = 13").candidates())
        .extracting(TuneConfig.Candidate::block)
        .allSatisfy(block -> assertThat(block).doesNotContain("skip", "bias", "accounting"));
    assertThat(config.presets()).hasSize(5);
  }

  @Test
  void theBlockOfACandidateIsTheCandidate() {
    for (TuneConfig.Candidate candidate : parsed("").candidates()) {
      JobConfig copied = JobConfigParser.parse(JOB + candidate.block(), "copied", List.of());
      assertThat(copied.method()).isEqualTo(candidate.method().job().method());
    }
  }

  @Test
  void problemsAreSentences() {
    assertThatThrownBy(() -> parsed("tune { budge = 3 }"))
        .hasMessageContaining("there is no key tune.budge");
    assertThatThrownBy(() -> parsed("tune.metric = complexity"))
        .hasMessage(
            "Cannot use the configuration test: tune.metric does not say which method is right; set srg, insertion-deletion, faithfulness or localisation");
    assertThatThrownBy(() -> parsed("tune.metric = localisation"))
        .hasMessage(
            "Cannot tune by localisation: there is no truth (test); set evaluate.masks or evaluate.boxes");
  }
}
