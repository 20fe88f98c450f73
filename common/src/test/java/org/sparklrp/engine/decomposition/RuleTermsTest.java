package org.sparklrp.engine.decomposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.linear.WeightPart;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

class RuleTermsTest {
  @Test
  void theBranchesOfAlphaBetaAddUpToTheOutputAndNoOthersDo() {
    Policies policies = Policies.of(Accounting.CONSERVING);
    assertThat(terms(new Rule.AlphaBeta(2, 1), policies).isComplementary()).isTrue();
    for (Rule rule :
        List.of(
            new Rule.AlphaBeta(1, 0),
            new Rule.Gamma(0.25),
            new Rule.ZPlus(),
            new Rule.Epsilon(0))) {
      assertThat(terms(rule, policies).isComplementary()).as(rule.toString()).isFalse();
    }
  }

  @Test
  void sharesOfOneSignHaveAStabilizerThatTakesNothing() {
    Rule norm = new Rule.Norm();
    assertThat(terms(norm, Policies.of(Accounting.CONSERVING)).branches().get(0).terms())
        .containsExactly(new RuleTerms.Term(Part.POSITIVE, WeightPart.ORIGINAL));
    assertThat(terms(norm, Policies.of(Accounting.REFERENCE)).branches().get(0).terms())
        .containsExactly(new RuleTerms.Term(Part.WHOLE, WeightPart.ORIGINAL));
    assertThat(terms(norm, Policies.of(Accounting.CONSERVING)).epsilon()).isEqualTo(1e-30);
    assertThat(terms(norm, Policies.of(Accounting.REFERENCE)).epsilon()).isEqualTo(1e-6);
    assertThat(terms(new Rule.ZPlus(), Policies.of(Accounting.CONSERVING)).epsilon())
        .isEqualTo(1e-30);
    assertThat(terms(new Rule.ZPlus(), Policies.of(Accounting.REFERENCE)).epsilon())
        .isEqualTo(1e-6);
    assertThat(terms(new Rule.Epsilon(0.25), Policies.of(Accounting.CONSERVING)).epsilon())
        .isEqualTo(0.25);
  }

  @Test
  void rulesThatWeighNoContributionsAreNoQuotients() {
    for (Rule rule : List.of(new Rule.Gradient(), new Rule.Pass(), new Rule.GuidedGradient())) {
      assertThat(RuleTerms.of(rule, Policies.of(Accounting.CONSERVING))).isNull();
    }
  }

  private static RuleTerms terms(Rule rule, Policies policies) {
    RuleTerms terms = RuleTerms.of(rule, policies);
    if (terms == null) {
      throw new AssertionError(rule + " is a quotient of contributions");
    }
    return terms;
  }
}
