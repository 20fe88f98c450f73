package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.fault.UserException;

class RuleNamesTest {
  @Test
  void parametersStandInTheName() {
    assertThat(RuleNames.parse("epsilon")).isEqualTo(new Rule.Epsilon(1e-6));
    assertThat(RuleNames.parse("epsilon-0")).isEqualTo(new Rule.Epsilon(0));
    assertThat(RuleNames.parse("epsilon-1e-6")).isEqualTo(new Rule.Epsilon(1e-6));
    assertThat(RuleNames.parse("epsilon-0.25")).isEqualTo(new Rule.Epsilon(0.25));
    assertThat(RuleNames.parse("gamma")).isEqualTo(new Rule.Gamma(0.25));
    assertThat(RuleNames.parse("gamma-0.5")).isEqualTo(new Rule.Gamma(0.5));
    assertThat(RuleNames.parse("alpha2-beta1")).isEqualTo(new Rule.AlphaBeta(2, 1));
    assertThat(RuleNames.parse("alpha1.5-beta0.5")).isEqualTo(new Rule.AlphaBeta(1.5, 0.5));
    assertThat(RuleNames.parse("zplus")).isEqualTo(new Rule.ZPlus());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epsilon-1e-6",
        "epsilon-0.25",
        "epsilon-0",
        "epsilon-2.5e-5",
        "gamma-0.25",
        "gamma-100",
        "gamma-25000000",
        "gamma-0.001",
        "alpha1.1-beta0.1",
        "alpha2-beta1",
        "alpha1-beta0",
        "zplus",
        "wsquare",
        "flat",
        "zbox",
        "uniform",
        "taylor",
        "norm",
        "pass",
        "gradient"
      })
  void aNameReadsBackAsItself(String name) {
    assertThat(RuleNames.of(RuleNames.parse(name))).isEqualTo(name);
  }

  @Test
  void theNearestNameIsOneWithoutItsParameters() {
    assertThat(RuleNames.alternatives("epsilom")).startsWith("the nearest is epsilon, and ");
    assertThat(RuleNames.alternatives("gama")).startsWith("the nearest is gamma, and ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpha2-beta2",
        "alpha0.5-beta-0.5",
        "epsilon--1",
        "alpha2-beta0.999999999999",
        "epsilon-",
        "gamma-x",
        "lrp"
      })
  void whatIsNoRuleIsRefused(String name) {
    assertThatThrownBy(() -> RuleNames.parse(name))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the rule " + name + ": it is unknown; the nearest is ")
        .hasMessageEndingWith(
            ", and allowed are epsilon[-E], gamma[-G], alphaA-betaB, zplus, wsquare, flat, zbox,"
                + " norm, pass, uniform, taylor, gradient");
  }
}
