package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.model.Tensor;

class WeightPartTest {
  private static final Tensor WEIGHTS = Tensor.vector(-2, 0, 4);

  @Test
  void aPartOfTheWeightsIsWhatItsFormulaSays() {
    assertThat(WeightPart.ORIGINAL.of(WEIGHTS)).containsExactly(-2, 0, 4);
    assertThat(WeightPart.POSITIVE.of(WEIGHTS)).containsExactly(0, 0, 4);
    assertThat(WeightPart.NEGATIVE.of(WEIGHTS)).containsExactly(-2, 0, 0);
    assertThat(WeightPart.SQUARED.of(WEIGHTS)).containsExactly(4, 0, 16);
    assertThat(WeightPart.ONE.of(WEIGHTS)).containsExactly(1, 1, 1);
    assertThat(WeightPart.positiveStrengthened(0.5).of(WEIGHTS)).containsExactly(-2, 0, 6);
    assertThat(WeightPart.negativeStrengthened(0.5).of(WEIGHTS)).containsExactly(-3, 0, 4);
  }

  @Test
  void boundsAndOnesAreTheSameForEveryImage() {
    assertThat(Part.values())
        .filteredOn(Part::isConstant)
        .containsExactly(Part.ONE, Part.LOW, Part.HIGH);
  }
}
