package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.oracle.NormalValues;

/** Products and sums that are put off: what reading makes of them, and who holds what. */
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
  @EnumSource(names = {"WHOLE", "POSITIVE", "NEGATIVE", "ABSOLUTE"})
  void aProductThatIsPutOffIsReadAsIfItWereFormed(Part part) {
    NativeTensor tensor = tensor(1);
    NativeTensor a = tensor(2);
    float[] expected = product(tensor.toArray(), a.toArray(), part);
    tensor.multiplyLater(a, part);
    float[] block = new float[BlockSums.BLOCK];
    int at = SIZE - 30;
    tensor.read(at, block, 100);
    for (int i = 0; i < 100; i++) {
      assertThat(block[i]).isEqualTo(expected[at + i]);
    }
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void everyOtherUseFormsTheProductOnce() {
    List<Consumer<NativeTensor>> uses =
        List.of(
            NativeTensor::form,
            NativeTensor::pointToFormed,
            NativeTensor::moveToRows,
            NativeTensor::pointToRows,
            NativeTensor::moveChannelsLast,
            tensor -> tensor.moveChannelsLast(4, 1, SIZE / 4),
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
  void aSumThatIsPutOffIsReadAsIfItWereFormed() {
    NativeTensor tensor = tensor(1);
    NativeTensor other = tensor(2);
    NativeTensor third = tensor(3);
    float[] expected = product(tensor.toArray(), tensor(4).toArray(), Part.WHOLE);
    float[] product = product(other.toArray(), tensor(5).toArray(), Part.POSITIVE);
    float[] last = third.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = expected[i] + product[i] + last[i];
    }
    tensor.multiplyLater(tensor(4), Part.WHOLE);
    other.multiplyLater(tensor(5), Part.POSITIVE);
    tensor.addLater(other);
    tensor.addLater(third);
    float[] block = new float[BlockSums.BLOCK];
    tensor.read(SIZE, block, 50);
    for (int i = 0; i < 50; i++) {
      assertThat(block[i]).isEqualTo(expected[SIZE + i]);
    }
    assertThat(tensor.toArray()).containsExactly(expected);
    assertThat(third.toArray()).containsExactly(last);
    assertThat(other.toArray()).containsExactly(product);
  }

  @Test
  void aSumOfSumsIsTheSumOfAll() {
    NativeTensor tensor = tensor(1);
    NativeTensor other = tensor(2);
    float[] expected = tensor.toArray();
    float[] outer = other.toArray();
    float[] inner = tensor(3).toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = expected[i] + inner[i] + outer[i];
    }
    other.addLater(tensor(3));
    tensor.addLater(other);
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 9})
  void manySumsOfProductsAndSumsLeaveNothingHeld(int count) {
    NativeTensor tensor = tensor(1);
    float[] expected = tensor.toArray();
    for (int seed = 2; seed < 2 + count; seed++) {
      NativeTensor other = tensor(seed);
      NativeTensor inner = tensor(20 + seed);
      NativeTensor factor = tensor(40 + seed);
      float[] product = product(other.toArray(), factor.toArray(), Part.POSITIVE);
      float[] last = inner.toArray();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += product[i] + last[i];
      }
      other.multiplyLater(factor, Part.POSITIVE);
      other.addLater(inner);
      tensor.addLater(other);
      other.release();
      inner.release();
    }
    float[] actual = tensor.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
      assertThat(tensor.moveToRows().get(i)).isEqualTo(actual[i]);
    }
    assertThat(pool.heldStorages()).isEqualTo(1 + count);
  }

  @Test
  void aSumThatOthersReadIsFormedBeforeItIsAdded() {
    NativeTensor tensor = tensor(1);
    NativeTensor other = tensor(2);
    float[] inner = other.toArray();
    float[] expected = tensor.toArray();
    float[] third = tensor(3).toArray();
    for (int i = 0; i < expected.length; i++) {
      inner[i] += third[i];
      expected[i] += inner[i];
    }
    other.addLater(tensor(3));
    NativeTensor reader = other.retain();
    tensor.addLater(other);
    assertThat(tensor.toArray()).containsExactly(expected);
    assertThat(reader.toArray()).containsExactly(inner);
  }

  @ParameterizedTest
  @EnumSource(names = {"WHOLE", "POSITIVE", "NEGATIVE"})
  void aFactorThatIsKnownIsNotReadAgain(Part part) {
    NativeTensor factor = pool.take(IMAGES, SIZE);
    float[] sizes = NormalValues.values(factor.size(), 2);
    Elementwise.select(Part.POSITIVE, sizes, sizes.length);
    factor.set(sizes);
    float[] known = new float[BlockSums.BLOCK];
    Arrays.fill(known, 3f);
    KnownFactor threes = new KnownFactor(factor, known);
    NativeTensor tensor = tensor(1);
    NativeTensor summand = tensor(4);
    float[] values = tensor.toArray();
    float[] added = summand.toArray();
    tensor.multiplyLater(factor, part);
    summand.multiplyLater(factor, part);
    tensor.addLater(summand);
    float[] block = new float[BlockSums.BLOCK];
    tensor.read(5, block, 100, threes);
    for (int i = 0; i < 100; i++) {
      float weight = part == Part.NEGATIVE ? 0 : 3; // the negative part was not what is known
      assertThat(block[i]).isEqualTo(values[5 + i] * weight + added[5 + i] * weight);
    }
    tensor.read(5, block, 100, new KnownFactor(tensor(2), known));
    for (int i = 0; i < 100; i++) {
      float weight = part == Part.NEGATIVE ? 0 : sizes[5 + i];
      assertThat(block[i]).isEqualTo(values[5 + i] * weight + added[5 + i] * weight);
    }
  }

  @Test
  void aSummandThatNobodyElseNeedsIsTakenForAResult() {
    NativeTensor tensor = tensor(1);
    NativeTensor shared = tensor(2);
    tensor.addLater(shared);
    NativeTensor fresh = tensor.takeSummand();
    assertThat(fresh.storage()).isNotIn(tensor.storage(), shared.storage());

    NativeTensor own = tensor(3);
    tensor.addLater(own);
    own.release();
    NativeTensor result = tensor.takeSummand();
    assertThat(result.storage()).isSameAs(own.storage());
    tensor.written();
    assertThat(result.isHeldOnce()).isTrue();
  }

  @Test
  void aSumIsMultipliedAsAWhole() {
    NativeTensor tensor = tensor(1);
    float[] expected = tensor.toArray();
    float[] summand = tensor(2).toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += summand[i];
    }
    expected = product(expected, tensor(3).toArray(), Part.ABSOLUTE);
    tensor.addLater(tensor(2));
    tensor.multiplyLater(tensor(3), Part.ABSOLUTE);
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void everyHolderSeesTheProduct() {
    NativeTensor tensor = tensor(1);
    NativeTensor a = tensor(2);
    float[] expected = product(tensor.toArray(), a.toArray(), Part.WHOLE);
    NativeTensor other = tensor.retainReshaped(new int[] {SIZE, IMAGES});
    tensor.multiplyLater(a, Part.WHOLE);
    assertThat(other.toArray()).containsExactly(expected);
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void whatWasPutOffIsHeldUntilItIsFormedOrNotNeeded() {
    List<Consumer<NativeTensor>> ends =
        List.of(NativeTensor::form, NativeTensor::written, NativeTensor::release);
    for (Consumer<NativeTensor> end : ends) {
      NativeTensor tensor = tensor(1);
      NativeTensor a = tensor(2);
      NativeTensor b = tensor(3);
      tensor.multiplyLater(a, Part.WHOLE);
      tensor.addLater(b);
      assertThat(a.isHeldOnce()).isFalse();
      assertThat(b.isHeldOnce()).isFalse();
      end.accept(tensor);
      assertThat(a.isHeldOnce()).isTrue();
      assertThat(b.isHeldOnce()).isTrue();
    }
  }

  @Test
  void memoryThatIsUsedAgainHasNoFactor() {
    NativeTensor released = tensor(1);
    released.multiplyLater(tensor(2), Part.WHOLE);
    released.addLater(tensor(2));
    released.release();
    float[] values = NormalValues.values(IMAGES * SIZE, 3);
    NativeTensor next = pool.take(IMAGES, SIZE);
    next.set(values);
    assertThat(next.toArray()).containsExactly(values);

    next.multiplyLater(tensor(4), Part.WHOLE);
    next.addLater(tensor(4));
    pool.reclaim();
    for (int i = 0; i < 5; i++) {
      NativeTensor again = pool.take(IMAGES, SIZE);
      again.write(0, values, SIZE);
      again.write(SIZE, values, SIZE);
      assertThat(again.moveToRows().get(SIZE + 7)).isEqualTo(values[7]);
    }
    assertThat(pool.heldStorages()).isEqualTo(5);
  }

  @Test
  void valuesWrittenAnewAreNotMultiplied() {
    NativeTensor tensor = tensor(1);
    tensor.multiplyLater(tensor(2), Part.WHOLE);
    tensor.addLater(tensor(4));
    float[] values = NormalValues.values(tensor.size(), 3);
    tensor.write(0, values, tensor.size());
    tensor.written();
    assertThat(tensor.toArray()).containsExactly(values);
  }

  @Test
  void whatIsPendingIsExchangedAndNotChanged() {
    NativeTensor tensor = tensor(1);
    tensor.multiplyLater(tensor(2), Part.WHOLE);
    Pending product = tensor.storage().pending();
    tensor.addLater(tensor(3));
    Pending sum = tensor.storage().pending();
    assertThat(product.summands()).isEmpty();
    assertThat(sum.factor()).isSameAs(product.factor());
    assertThat(sum.summands()).hasSize(1);
    tensor.form();
    assertThat(sum.summands()).hasSize(1);
    assertThat(tensor.storage().pending()).isSameAs(Pending.NOTHING);
  }
}
