package org.sparklrp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static Tensor outsideOfTheHeap(int[] shape, float... values) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).asFloatBuffer().put(values);
    return new Tensor(shape, buffer);
  }

  @Test
  void valuesAreReadWhereverTheyLie() {
    float[] values = {1, -2, 3, 0, 5, 6};
    Tensor near = new Tensor(new int[] {2, 3}, values);
    Tensor far = outsideOfTheHeap(new int[] {2, 3}, values);
    assertThat(near.values()).isSameAs(values);
    assertThat(far.values()).containsExactly(values).isNotSameAs(far.values());
    assertThat(far.value(4)).isEqualTo(5);
    assertThat(far.size()).isEqualTo(6);
    assertThat(far.isSame(near)).isTrue();
    assertThat(near.isSame(far)).isTrue();
  }

  @Test
  void otherValuesOrShapesAreNotTheSame() {
    Tensor tensor = outsideOfTheHeap(new int[] {2, 2}, 1, 2, 3, 4);
    assertThat(tensor.isSame(tensor.reshaped(4))).isFalse();
    assertThat(tensor.reshaped(4).isSame(Tensor.vector(1, 2, 3, 4))).isTrue();
    assertThat(tensor.isSame(outsideOfTheHeap(new int[] {2, 2}, 1, 2, 3, 5))).isFalse();
  }

  @Test
  void zerosAreFoundWhereverTheyLie() {
    assertThat(outsideOfTheHeap(new int[] {3}, 0, 0, 0).isZero()).isTrue();
    assertThat(outsideOfTheHeap(new int[] {3}, 0, 0, 1).isZero()).isFalse();
  }

  @Test
  void theShapeHoldsAllValues() {
    assertThatThrownBy(() -> outsideOfTheHeap(new int[] {2, 2}, 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tensor of shape [2, 2] does not hold 3 values");
  }
}
