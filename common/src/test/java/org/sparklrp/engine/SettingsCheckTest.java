package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.engine.oracle.SmallNetworks;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleOverride;

class SettingsCheckTest {
  private static final LayerGraph GRAPH = SmallNetworks.withoutConvolution();

  private static MethodConfig method(MethodConfig.Name name) {
    return MethodConfig.of(name, "epsilon-plus-flat", Accounting.CONSERVING);
  }

  private static void check(MethodConfig method, String... concepts) {
    SettingsCheck.check(
        GRAPH, MethodSettings.of(method), new LayerWishes(false, List.of(concepts)));
  }

  @Test
  void whatIsNamedMustExistInTheNetwork() {
    MethodConfig lrp = method(MethodConfig.Name.LRP);
    assertThatCode(() -> check(lrp, "re*", "classes")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(lrp, "relu", "conv"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the layer conv for concepts: ");
    assertThatThrownBy(
            () -> check(lrp.withOverrides(List.of(new RuleOverride("conv", new Rule.Flat())))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("conv");
    assertThatThrownBy(() -> check(Conditioned.by(lrp, List.of(new Condition("conv", List.of(0))))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the layer conv for method.conditions: ");
  }

  @Test
  void gradCamsLayerMustHavePositions() {
    MethodConfig gradCam = method(MethodConfig.Name.GRAD_CAM);
    assertThatCode(() -> check(gradCam.with(parameters(Baseline.ZERO, "relu"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(gradCam.with(parameters(Baseline.ZERO, "classes"))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot explain by grad-cam: the output of classes ");
    assertThatCode(
            () -> check(method(MethodConfig.Name.LRP).with(parameters(Baseline.ZERO, "classes"))))
        .doesNotThrowAnyException();
  }

  private static MethodParameters parameters(Baseline baseline, String layer) {
    return new MethodParameters(1, 0, 1, baseline, List.of(), List.of(), layer, 7);
  }

  @Test
  void theBaselineMustFitTheChannels() {
    MethodConfig method = method(MethodConfig.Name.OCCLUSION);
    Baseline two = new Baseline(Baseline.Kind.VALUES, List.of(0.5f, 1f));
    assertThatCode(() -> check(method.with(parameters(two, "")))).doesNotThrowAnyException();
    Baseline three = new Baseline(Baseline.Kind.VALUES, List.of(0.5f, 1f, 2f));
    assertThatThrownBy(() -> check(method.with(parameters(three, ""))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot make the baseline: method.baseline has 3 values for 2 channels; give one, or one per channel");
    List<Integer> row = List.of(1, 4);
    LayerGraph rows =
        new LayerGraph(
            "x", row, List.of(new LayerGraph.Node("flat", new Layer.Reshape(), List.of(0), row)));
    MethodSettings settings = MethodSettings.of(method.with(parameters(two, "")));
    assertThatThrownBy(() -> SettingsCheck.check(rows, settings, LayerWishes.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has 2 values for 1 channels");
  }
}
