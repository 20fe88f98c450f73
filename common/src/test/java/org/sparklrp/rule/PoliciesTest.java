package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoliciesTest {
  private final Policies conserving = Policies.of(Accounting.CONSERVING);
  private final Policies reference = Policies.of(Accounting.REFERENCE);

  @Test
  void anAccountingSetsEveryDecision() {
    assertThat(conserving)
        .isEqualTo(
            new Policies(
                Accounting.CONSERVING,
                Policies.Bias.SPREAD,
                Policies.Skip.POSITIVE,
                Policies.Dead.SPREAD,
                Policies.Stabilizer.ABSOLUTE,
                Policies.Gate.SIGNAL));
    assertThat(reference)
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
    assertThat(conserving.with(Policies.Bias.IGNORE).bias()).isEqualTo(Policies.Bias.IGNORE);
    assertThat(conserving.with(Policies.Skip.ABSOLUTE).skip()).isEqualTo(Policies.Skip.ABSOLUTE);
    assertThat(conserving.with(Policies.Dead.ABSORB).dead()).isEqualTo(Policies.Dead.ABSORB);
    assertThat(conserving.with(Policies.Stabilizer.RELATIVE).stabilizer())
        .isEqualTo(Policies.Stabilizer.RELATIVE);
    assertThat(conserving.with(Policies.Gate.UNIFORM).gate()).isEqualTo(Policies.Gate.UNIFORM);
    assertThat(conserving.with(Policies.Bias.IGNORE).with(Policies.Bias.SPREAD))
        .isEqualTo(conserving);
  }

  @Test
  void relevanceCanGrowWhereSummandsCancelOrBiasesAreLeftOut() {
    assertThat(reference.mayGrow()).isTrue();
    assertThat(reference.with(Policies.Skip.POSITIVE).mayGrow()).isFalse();
    assertThat(conserving.mayGrow()).isFalse();
    assertThat(conserving.with(Policies.Bias.IGNORE).mayGrow()).isTrue();
  }

  @Test
  void poolsFollowTheAccounting() {
    assertThat(conserving.poolsByPositiveParts()).isTrue();
    assertThat(reference.poolsByPositiveParts()).isFalse();
  }
}
