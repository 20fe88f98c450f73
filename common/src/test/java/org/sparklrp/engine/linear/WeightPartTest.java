package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.decomposition.RuleTerms;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.model.Tensor;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Policies;
import org.sparklrp.rule.Rule;

class WeightPartTest {
  private static final Tensor WEIGHTS = Tensor.vector(-2, 0, 4);

  @Test
  void aPartOfTheWeightsIsWhatItsFormulaSays() {
    assertThat(WeightPart.ORIGINAL.of(WEIGHTS)).containsExactly(-2, 0, 4);
    assertThat(WeightPart.POSITIVE.of(WEIGHTS)).containsExactly(0, 0, 4);
    assertThat(WeightPart.NEGATIVE.of(WEIGHTS)).containsExactly(-2, 0, 0);
    assertThat(WeightPart.ABSOLUTE.of(WEIGHTS)).containsExactly(2, 0, 4);
    assertThat(WeightPart.SQUARED.of(WEIGHTS)).containsExactly(4, 0, 16);
    assertThat(WeightPart.ONE.of(WEIGHTS)).containsExactly(1, 1, 1);
    assertThat(WeightPart.positiveStrengthened(0.5).of(WEIGHTS)).containsExactly(-2, 0, 6);
    assertThat(WeightPart.negativeStrengthened(0.5).of(WEIGHTS)).containsExactly(-3, 0, 4);
  }

  @Test
  void theSizeOfAPartIsAPartAsWell() {
    for (WeightPart part :
        List.of(
            WeightPart.ORIGINAL,
            WeightPart.POSITIVE,
            WeightPart.ABSOLUTE,
            WeightPart.SQUARED,
            WeightPart.ONE,
            WeightPart.positiveStrengthened(0.5),
            WeightPart.negativeStrengthened(0.5))) {
      float[] sizes = part.of(WEIGHTS);
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.abs(sizes[i]);
      }
      assertThat(part.absolute().of(WEIGHTS)).as(part.toString()).containsExactly(sizes);
    }
    assertThatThrownBy(WeightPart.NEGATIVE::absolute)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A negative part is not spread over");
  }

  @Test
  void boundsAndOnesAreTheSameForEveryImage() {
    assertThat(Part.values())
        .filteredOn(Part::isConstant)
        .containsExactly(Part.ONE, Part.LOW, Part.HIGH);
  }

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
  void meansByPositivePartsHaveAStabilizerThatTakesNothing() {
    Rule norm = new Rule.Norm();
    assertThat(terms(norm, Policies.of(Accounting.CONSERVING)).branches().get(0).terms())
        .containsExactly(new RuleTerms.Term(Part.POSITIVE, WeightPart.ORIGINAL));
    assertThat(terms(norm, Policies.of(Accounting.REFERENCE)).branches().get(0).terms())
        .containsExactly(new RuleTerms.Term(Part.WHOLE, WeightPart.ORIGINAL));
    assertThat(terms(norm, Policies.of(Accounting.CONSERVING)).epsilon()).isEqualTo(1e-30);
    assertThat(terms(norm, Policies.of(Accounting.REFERENCE)).epsilon()).isEqualTo(1e-6);
    assertThat(terms(new Rule.ZPlus(), Policies.of(Accounting.CONSERVING)).epsilon())
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
