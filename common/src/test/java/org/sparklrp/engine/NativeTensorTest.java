package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products that are put off: what every way to read a tensor makes of them, and who holds what. */
class NativeTensorTest {
  private static final int IMAGES = 2;
  private static final int SIZE = BlockSums.BLOCK + 44;
  private final TensorPool pool = new TensorPool();

  @AfterEach
  void close() {
    pool.close();
  }

  private NativeTensor tensor(long seed) {
    NativeTensor tensor = pool.take(IMAGES, SIZE);
    tensor.set(NormalValues.values(tensor.size(), seed));
    return tensor;
  }

  private static float[] product(float[] values, float[] factors, Part part) {
    float[] selected = factors.clone();
    Elementwise.select(part, selected, selected.length);
    for (int i = 0; i < selected.length; i++) {
      selected[i] *= values[i];
    }
    return selected;
  }

  @ParameterizedTest
  @EnumSource(names = {"WHOLE", "POSITIVE", "NEGATIVE", "NEGATIVE_SIZE", "ABSOLUTE"})
  void aProductThatIsPutOffIsReadAsIfItWereFormed(Part part) {
    NativeTensor tensor = tensor(1);
    NativeTensor a = tensor(2);
    float[] expected = product(tensor.toArray(), a.toArray(), part);
    tensor.multiplyLater(a, part);
    float[] block = new float[BlockSums.BLOCK];
    int at = SIZE - 30;
    tensor.read(at, block, 100, new float[BlockSums.BLOCK]);
    for (int i = 0; i < 100; i++) {
      assertThat(block[i]).isEqualTo(expected[at + i]);
    }
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void everyOtherUseFormsTheProductOnce() {
    List<Consumer<NativeTensor>> uses =
        List.of(
            NativeTensor::values,
            NativeTensor::pointer,
            NativeTensor::array,
            tensor -> tensor.array(SIZE, IMAGES),
            tensor -> tensor.multiplyLater(tensor(9), Part.WHOLE));
    for (Consumer<NativeTensor> use : uses) {
      NativeTensor tensor = tensor(1);
      NativeTensor a = tensor(2);
      float[] expected = product(tensor.toArray(), a.toArray(), Part.WHOLE);
      tensor.multiplyLater(a, Part.WHOLE);
      use.accept(tensor);
      assertThat(a.isHeldOnce()).isTrue();
      tensor.written();
      assertThat(tensor.toArray()).containsExactly(expected);
    }
  }

  @Test
  void twoProductsAreBothFormed() {
    NativeTensor tensor = tensor(1);
    NativeTensor a = tensor(2);
    NativeTensor b = tensor(3);
    float[] once = product(tensor.toArray(), a.toArray(), Part.WHOLE);
    float[] twice = product(once, b.toArray(), Part.POSITIVE);
    tensor.multiplyLater(a, Part.WHOLE);
    tensor.multiplyLater(b, Part.POSITIVE);
    assertThat(tensor.toArray()).containsExactly(twice);
  }

  @Test
  void everyHolderSeesTheProduct() {
    NativeTensor tensor = tensor(1);
    NativeTensor a = tensor(2);
    float[] expected = product(tensor.toArray(), a.toArray(), Part.WHOLE);
    NativeTensor other = tensor.retain(new int[] {SIZE, IMAGES});
    tensor.multiplyLater(a, Part.WHOLE);
    assertThat(other.toArray()).containsExactly(expected);
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void theFactorIsHeldUntilTheProductIsFormedOrNotNeeded() {
    List<Consumer<NativeTensor>> ends =
        List.of(NativeTensor::toArray, NativeTensor::written, NativeTensor::release);
    for (Consumer<NativeTensor> end : ends) {
      NativeTensor tensor = tensor(1);
      NativeTensor a = tensor(2);
      tensor.multiplyLater(a, Part.WHOLE);
      assertThat(a.isHeldOnce()).isFalse();
      end.accept(tensor);
      assertThat(a.isHeldOnce()).isTrue();
    }
  }

  @Test
  void memoryThatIsUsedAgainHasNoFactor() {
    NativeTensor released = tensor(1);
    released.multiplyLater(tensor(2), Part.WHOLE);
    released.release();
    float[] values = NormalValues.values(IMAGES * SIZE, 3);
    NativeTensor next = pool.take(IMAGES, SIZE);
    next.set(values);
    assertThat(next.toArray()).containsExactly(values);

    next.multiplyLater(tensor(4), Part.WHOLE);
    pool.reclaim();
    for (int i = 0; i < 3; i++) {
      NativeTensor again = pool.take(IMAGES, SIZE);
      again.write(0, values, SIZE);
      again.write(SIZE, values, SIZE);
      assertThat(again.values().get(SIZE + 7)).isEqualTo(values[7]);
    }
    assertThat(pool.heldStorages()).isEqualTo(3);
  }

  @Test
  void valuesWrittenAnewAreNotMultiplied() {
    NativeTensor tensor = tensor(1);
    tensor.multiplyLater(tensor(2), Part.WHOLE);
    float[] values = NormalValues.values(tensor.size(), 3);
    tensor.write(0, values, tensor.size());
    tensor.written();
    assertThat(tensor.toArray()).containsExactly(values);
  }
}
