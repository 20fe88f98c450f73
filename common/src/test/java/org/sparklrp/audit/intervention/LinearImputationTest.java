package org.sparklrp.audit.intervention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LinearImputationTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  private static float[] filled(float[] image, int height, int width, int... missing) {
    boolean[] mask = new boolean[height * width];
    for (int pixel : missing) {
      mask[pixel] = true;
    }
    return new LinearImputation(mask, height, width).fill(image, 1);
  }

  private static float[] ascending(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  void affineImagesAreReproducedInside() {
    assertThat(filled(ascending(16), 4, 4, 5, 6, 9, 10)).containsExactly(ascending(16), ROUNDING);
  }

  /** Computed from the formula in float64. */
  @Test
  void givesTheGoldenValues() {
    float[] corner = filled(ascending(16), 4, 4, 0, 1);
    assertThat((double) corner[0]).isCloseTo(4.2222222, within(1e-6));
    assertThat((double) corner[1]).isCloseTo(4.0555556, within(1e-6));
    float[] image = {1, 2, 0, 3, 9, 1, 0, 4, 2};
    assertThat(filled(image, 3, 3, 4)[4]).isCloseTo(1.9166667f, ROUNDING);
    float[] two = filled(image, 3, 3, 4, 5);
    assertThat(two[4]).isCloseTo(2.0434783f, ROUNDING);
    assertThat(two[5]).isCloseTo(1.7608696f, ROUNDING);
  }

  @Test
  void channelsDoNotMix() {
    boolean[] mask = new boolean[9];
    mask[4] = true;
    float[] both = {1, 2, 0, 3, 9, 1, 0, 4, 2, 7, 7, 7, 7, 0, 7, 7, 7, 7};
    float[] filled = new LinearImputation(mask, 3, 3).fill(both, 2);
    assertThat(filled[4]).isCloseTo(1.9166667f, ROUNDING);
    assertThat(filled[13]).isCloseTo(7, ROUNDING);
    assertThat(both[13]).as("the image itself").isZero();
  }

  @Test
  void aBlackSurroundingIsFilledBlack() {
    assertThat(filled(new float[16], 4, 4, 5, 6)).containsOnly(0f);
  }

  @Test
  void anImageThatIsMissingAsAWholeIsRefused() {
    assertThatThrownBy(() -> new LinearImputation(new boolean[] {true, true}, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Nothing of the image is left to impute it from");
  }
}
