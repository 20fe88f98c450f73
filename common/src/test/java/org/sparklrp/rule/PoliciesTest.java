package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final Policies CONSERVING = Policies.of(Accounting.CONSERVING);
  private static final Policies REFERENCE = Policies.of(Accounting.REFERENCE);

  @Test
  void anAccountingSetsEveryDecision() {
    assertThat(CONSERVING)
        .isEqualTo(
            new Policies(
                Accounting.CONSERVING,
                Policies.Bias.SPREAD,
                Policies.Skip.POSITIVE,
                Policies.Dead.SPREAD,
                Policies.Stabilizer.ABSOLUTE,
                Policies.Gate.SIGNAL));
    assertThat(REFERENCE)
        .isEqualTo(
            new Policies(
                Accounting.REFERENCE,
                Policies.Bias.ABSORB,
                Policies.Skip.NORM,
                Policies.Dead.ABSORB,
                Policies.Stabilizer.ABSOLUTE,
                Policies.Gate.SIGNAL));
  }

  @Test
  void aDecisionCanBeSetApart() {
    assertThat(CONSERVING.with(Policies.Bias.IGNORE).bias()).isEqualTo(Policies.Bias.IGNORE);
    assertThat(CONSERVING.with(Policies.Skip.ABSOLUTE).skip()).isEqualTo(Policies.Skip.ABSOLUTE);
    assertThat(CONSERVING.with(Policies.Dead.ABSORB).dead()).isEqualTo(Policies.Dead.ABSORB);
    assertThat(CONSERVING.with(Policies.Stabilizer.RELATIVE).stabilizer())
        .isEqualTo(Policies.Stabilizer.RELATIVE);
    assertThat(CONSERVING.with(Policies.Bias.IGNORE).with(Policies.Bias.SPREAD))
        .isEqualTo(CONSERVING);
  }

  @Test
  void relevanceCanGrowWhereSummandsCancelOrBiasesAreLeftOut() {
    assertThat(REFERENCE.mayGrow()).isTrue();
    assertThat(REFERENCE.with(Policies.Skip.POSITIVE).mayGrow()).isFalse();
    assertThat(CONSERVING.mayGrow()).isFalse();
    assertThat(CONSERVING.with(Policies.Bias.IGNORE).mayGrow()).isTrue();
  }

  @Test
  void poolsFollowTheAccounting() {
    assertThat(CONSERVING.poolsByPositiveParts()).isTrue();
    assertThat(REFERENCE.poolsByPositiveParts()).isFalse();
  }
}
