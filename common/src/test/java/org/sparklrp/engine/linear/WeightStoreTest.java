package org.sparklrp.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sparklrp.model.Tensor;

class WeightStoreTest {
  @Test
  void weightsAreMadeOncePerNodeRoleAndPart() {
    Tensor kernel = new Tensor(new int[] {1, 2, 2}, new float[] {1, -2, 3, -4});
    try (WeightStore weights = new WeightStore()) {
      INDArray original = weights.weights("a", kernel, WeightPart.ORIGINAL);
      INDArray positive = weights.weights("a", kernel, WeightPart.POSITIVE);
      assertThat(original.shape()).containsExactly(1, 2, 2);
      assertThat(original.data().asFloat()).containsExactly(1, -2, 3, -4);
      assertThat(positive.data().asFloat()).containsExactly(1, 0, 3, 0);
      assertThat(weights.weights("a", kernel, WeightPart.ORIGINAL)).isSameAs(original);
      assertThat(weights.weights("b", kernel, WeightPart.ORIGINAL)).isNotSameAs(original);
      assertThat(weights.bytes()).isEqualTo(3 * 4 * 4);

      INDArray bias = weights.bias("a", Tensor.vector(5, 6));
      assertThat(bias.shape()).containsExactly(2);
      assertThat(bias.data().asFloat()).containsExactly(5, 6);
      assertThat(weights.bias("a", Tensor.vector(5, 6))).isSameAs(bias);

      int[] row = {1, 3};
      INDArray derived =
          weights.derived("a", "sums", WeightPart.ORIGINAL, row, () -> new float[] {7, 8, 9});
      assertThat(derived.shape()).containsExactly(1, 3);
      assertThat(derived.data().asFloat()).containsExactly(7, 8, 9);
      assertThat(weights.derived("a", "sums", WeightPart.ORIGINAL, row, () -> new float[3]))
          .isSameAs(derived);
      assertThat(weights.derived("a", "sums", WeightPart.SQUARED, row, () -> new float[3]))
          .isNotSameAs(derived);
      assertThat(weights.bytes()).isEqualTo((3 * 4 + 2 + 2 * 3) * 4);
    }
  }

  @Test
  void aClosedStoreOfWeightsHasGivenTheirMemoryBack() {
    WeightStore weights = new WeightStore();
    INDArray array = weights.weights("a", Tensor.vector(1, 2), WeightPart.ORIGINAL);
    assertThat(array.wasClosed()).isFalse();
    weights.close();
    assertThat(array.wasClosed()).isTrue();
    assertThat(weights.bytes()).isZero();
  }
}
