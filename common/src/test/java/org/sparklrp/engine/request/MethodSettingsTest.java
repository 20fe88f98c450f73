package org.sparklrp.engine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.oracle.SmallNetworks;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composites;
import org.sparklrp.rule.LayerKind;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;
import org.sparklrp.rule.RuleOverride;

class MethodSettingsTest {
  private static final LayerGraph GRAPH = SmallNetworks.withoutConvolution();

  private static MethodConfig method(MethodConfig.Name name) {
    return MethodConfig.of(name, "epsilon-plus-flat", Accounting.CONSERVING);
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodIsFoundByItsNameAndHasItsRules(MethodConfig.Name name) {
    assertThat(MethodSettings.METHODS).contains(name.key());
    assertThat(MethodSettings.find(name.key())).contains(name);
    MethodSettings settings = MethodSettings.of(method(name));
    assertThat(settings.method().name()).isEqualTo(name);
    assertThat(settings.composite().name())
        .isEqualTo(
            switch (name) {
              case LRP -> "epsilon-plus-flat";
              case DEEP_TAYLOR, GUIDED_BACKPROP, DECONVNET, EXCITATION_BACKPROP, BETA_SMOOTH ->
                  name.key();
              default -> "gradient";
            });
    assertThat(settings.decomposes())
        .isEqualTo(
            switch (name) {
              case LRP, DEEP_TAYLOR, EXCITATION_BACKPROP -> true;
              default -> false;
            });
  }

  @Test
  void anUnknownMethodIsNotFound() {
    assertThat(MethodSettings.find("occlusions")).isEmpty();
  }

  @Test
  void deepTaylorNeedsBothBoundsForTheBox() {
    MethodConfig method = method(MethodConfig.Name.DEEP_TAYLOR);
    List<Float> bound = List.of(1f);
    assertThat(first(method.with(new PixelRange(bound, bound)))).isEqualTo(new Rule.ZBox());
    for (MethodConfig each :
        List.of(
            method,
            method.with(new PixelRange(bound, List.of())),
            method.with(new PixelRange(List.of(), bound)))) {
      assertThat(first(each)).isEqualTo(new Rule.WSquare());
    }
    MethodConfig named =
        MethodConfig.of(MethodConfig.Name.LRP, "zplus-everywhere", Accounting.CONSERVING);
    assertThat(first(named)).isEqualTo(new Rule.ZPlus());
  }

  /** The rule of the first and only layer with weights. */
  private static Rule first(MethodConfig method) {
    MethodSettings settings = MethodSettings.of(method);
    return settings.plan(GRAPH).rule(2);
  }

  @Test
  void gatesAreUniformWhereThePolicySaysSo() {
    MethodConfig method = method(MethodConfig.Name.LRP);
    Policies uniform = Policies.of(Accounting.CONSERVING).with(Policies.Gate.UNIFORM);
    assertThat(MethodSettings.of(method).composite().rules().get(LayerKind.GATE))
        .isEqualTo(new Rule.Pass());
    assertThat(MethodSettings.of(method.with(uniform)).composite().rules().get(LayerKind.GATE))
        .isEqualTo(new Rule.Uniform());
  }

  @Test
  void settingsKeepWhatTheConfigurationSays() {
    MethodConfig method =
        method(MethodConfig.Name.LRP)
            .withOverrides(List.of(new RuleOverride("classes", new Rule.Flat())))
            .with(Policies.of(Accounting.REFERENCE))
            .with(new PixelRange(List.of(-1f), List.of(2f)));
    assertThat(MethodSettings.of(method))
        .isEqualTo(new MethodSettings(method, Composites.named("epsilon-plus-flat")));
  }

  @Test
  void conditionsBelongToMethodsThatPropagate() {
    List<Condition> conditions = List.of(new Condition("relu", List.of(0)));
    assertThat(
            MethodSettings.of(Conditioned.by(method(MethodConfig.Name.GRADIENT), conditions))
                .method()
                .conditions())
        .isEqualTo(conditions);
    assertThatThrownBy(
            () ->
                MethodSettings.of(
                    Conditioned.by(method(MethodConfig.Name.INTEGRATED_GRADIENTS), conditions)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot restrict integrated-gradients to channels: ");
  }
}
