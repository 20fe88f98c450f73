package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
}
