package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.fault.UserException;
import org.sparklrp.rule.Accounting;

class EvaluationConfigParserTest {
  private static final String JOB =
      "input.path = i, model.path = m, output.path = o, method.composite = epsilon-gamma-box\n";

  private static EvaluationConfig parsed(String section) {
    return EvaluationConfigParser.parse(JOB + section, "test", List.of());
  }

  @Test
  void withoutASectionTheJobsOwnMethodIsMeasured() {
    EvaluationConfig config = parsed("");
    assertThat(config.images()).isEqualTo(50);
    assertThat(config.removal().steps()).isEqualTo(50);
    assertThat(config.removal().replacements()).containsExactly(PixelReplacement.LINEAR);
    assertThat(config.methods()).hasSize(1);
    assertThat(config.methods().get(0).name()).isEqualTo("lrp epsilon-gamma-box");
    assertThat(config.methods().get(0).job().targets()).containsExactly("predicted");
    assertThat(config.metrics())
        .as("localisation has no truth")
        .doesNotContain(EvaluationMetric.LOCALISATION)
        .hasSize(EvaluationMetric.values().length - 1);
    assertThat(parsed("evaluate.masks = masks").metrics()).contains(EvaluationMetric.LOCALISATION);
  }

  @Test
  void aRunsOwnMethodIsNamedByWhatIsUnusual() {
    String resolved =
        JobConfigParser.parse(JOB + "method.skip = norm", "test", List.of()).resolved();
    EvaluationConfig config =
        EvaluationConfigParser.ofRun(resolved, "moved", List.of("evaluate.images=3"));
    assertThat(config.methods().get(0).name()).isEqualTo("lrp epsilon-gamma-box skip=norm");
    assertThat(config.job().output().path()).isEqualTo("moved");
    assertThat(config.metrics())
        .contains(EvaluationMetric.SRG, EvaluationMetric.COMPLETENESS)
        .doesNotContain(EvaluationMetric.RANDOMISATION, EvaluationMetric.MAX_SENSITIVITY);
    assertThatThrownBy(
            () ->
                EvaluationConfigParser.ofRun(
                    resolved, "moved", List.of("evaluate.metrics=[max-sensitivity]")))
        .hasMessageStartingWith("Cannot evaluate the run: its maps alone say nothing");
  }

  @Test
  void methodsStandForThemselvesAndAreNamedByWhatIsSaidOfThem() {
    EvaluationConfig config =
        parsed(
            """
            method.low = -1
            evaluate.methods = [
              { composite = epsilon-plus, accounting = reference }
              { name = gradient }
              { name = integrated-gradients, steps = 16, label = paths }
            ]
            """);
    assertThat(config.methods())
        .extracting(EvaluationConfig.Method::name)
        .containsExactly("lrp epsilon-plus accounting=reference", "gradient", "paths");
    MethodConfig first = config.methods().get(0).job().method();
    assertThat(first.rules().composite()).isEqualTo("epsilon-plus");
    assertThat(first.rules().policies().accounting()).isEqualTo(Accounting.REFERENCE);
    assertThat(first.pixels().low()).as("known of the pixels").containsExactly(-1f, -1f, -1f);
    MethodConfig second = config.methods().get(1).job().method();
    assertThat(second.name()).isEqualTo(MethodConfig.Name.GRADIENT);
    assertThat(second.rules().policies().accounting()).isEqualTo(Accounting.CONSERVING);
    assertThat(config.methods().get(2).job().method().parameters().steps()).isEqualTo(16);
  }

  @Test
  void problemsSayWhereTheyAre() {
    assertThatThrownBy(() -> parsed("evaluate { regon = 3, steps = 0 }"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("there is no key evaluate.regon; the nearest is evaluate.region")
        .hasMessageContaining("evaluate.steps is 0; it must be a whole number from 1 to 100000");
    assertThatThrownBy(() -> parsed("evaluate.methods = [ { name = lrp }, { nam = gradient } ]"))
        .hasMessage(
            "Cannot use the configuration evaluate.methods[1] of test: there is no key method.nam; the nearest is method.name");
    assertThatThrownBy(() -> parsed("evaluate.methods = [ { name = lrp }, { name = lrp } ]"))
        .hasMessageContaining("two methods have one name (lrp); give one another label");
    assertThatThrownBy(() -> parsed("evaluate.metrics = [localisation]"))
        .hasMessageContaining("set evaluate.masks or evaluate.boxes");
    assertThatThrownBy(() -> parsed("evaluate { masks = a, boxes = b }"))
        .hasMessageContaining("evaluate.masks and evaluate.boxes are both given; remove one");
  }

  @Test
  void aJobTakesAConfigurationWithSectionsOfOtherCommands() {
    assertThat(JobConfigParser.parse(JOB + "evaluate.steps = 3", "test", List.of()))
        .isEqualTo(JobConfigParser.parse(JOB, "test", List.of()));
  }
}
