package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Who holds native memory, when it is used again, and when the system gets it back. */
class TensorPoolTest {
  private static final int[] PLANES = {2, 3, 4};

  private static float[] count(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i + 1;
    }
    return values;
  }

  @Test
  void tensorsHeldAtTheSameTimeShareNothing() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor first = pool.take(PLANES);
      NativeTensor second = pool.take(PLANES);
      first.set(count(24));
      second.set(new float[24]);
      assertThat(first.toArray()).containsExactly(count(24));
      assertThat(second.toArray()).containsOnly(0f);
      assertThat(pool.allocatedBytes()).isEqualTo(2 * 24 * 4);
      assertThat(pool.heldStorages()).isEqualTo(2);
    }
  }

  @Test
  void releasedMemoryServesTheNextTensorOfItsSizeWhateverTheShape() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor first = pool.take(PLANES);
      assertThat(pool.heldStorages()).isEqualTo(1);
      first.release();
      assertThat(pool.heldStorages()).isZero();
      NativeTensor second = pool.take(6, 4);
      assertThat(second.pointToRows().address()).isEqualTo(first.pointToRows().address());
      assertThat(second.shape()).containsExactly(6, 4);
      assertThat(pool.allocatedBytes()).isEqualTo(24 * 4);
      pool.take(5);
      assertThat(pool.allocatedBytes()).isEqualTo((24 + 5) * 4);
    }
  }

  @Test
  void zerosAreZerosInUsedMemoryToo() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor used = pool.take(PLANES);
      used.set(count(24));
      used.release();
      assertThat(pool.zeros(PLANES).toArray()).containsExactly(new float[24]);
      assertThat(pool.allocatedBytes()).isEqualTo(24 * 4);
    }
  }

  @Test
  void memoryIsUsedAgainOnlyWhenItsLastHolderReleasesIt() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor tensor = pool.take(PLANES);
      assertThat(tensor.isHeldOnce()).isTrue();
      NativeTensor row = tensor.retainReshaped(new int[] {24});
      NativeTensor same = tensor.retain();
      assertThat(tensor.isHeldOnce()).isFalse();
      tensor.set(count(24));
      assertThat(row.toArray()).containsExactly(count(24));
      assertThat(row.shape()).containsExactly(24);
      assertThat(same.shape()).containsExactly(PLANES);
      tensor.release();
      row.release();
      assertThat(same.isHeldOnce()).isTrue();
      assertThat(pool.heldStorages()).isEqualTo(1);
      NativeTensor other = pool.take(PLANES);
      assertThat(other.pointToRows().address()).isNotEqualTo(same.pointToRows().address());
      same.release();
      assertThat(same.isHeldOnce()).isFalse();
      assertThat(pool.take(PLANES).pointToRows().address()).isEqualTo(same.pointToRows().address());
    }
  }

  @Test
  void aReleaseTooManyIsAnErrorOfTheEngine() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor tensor = pool.take(PLANES);
      tensor.release();
      assertThatThrownBy(tensor::release)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("A native tensor was released more often than it was held");
    }
  }

  @Test
  void afterAFailedBatchEveryTensorIsFreeExactlyOnce() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor released = pool.take(PLANES);
      pool.take(PLANES).retain();
      pool.take(PLANES);
      released.release();
      pool.reclaim();
      assertThat(pool.heldStorages()).isZero();
      Set<Long> addresses = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        NativeTensor tensor = pool.take(PLANES);
        assertThat(tensor.isHeldOnce()).isTrue();
        addresses.add(tensor.pointToRows().address());
      }
      assertThat(addresses).hasSize(3);
      assertThat(pool.allocatedBytes()).isEqualTo(3 * 24 * 4);
      pool.take(PLANES);
      assertThat(pool.allocatedBytes()).isEqualTo(4 * 24 * 4);
    }
  }

  @Test
  void closingAPoolGivesItsMemoryBack() {
    TensorPool pool = new TensorPool();
    INDArray held = pool.take(PLANES).expectChannelsLast(3, 2, 2);
    NativeTensor released = pool.take(1, 7);
    INDArray free = released.expectChannelsLast(7, 1, 1);
    released.release();
    assertThat(held.data().wasClosed()).isFalse();
    pool.close();
    assertThat(held.data().wasClosed()).isTrue();
    assertThat(free.data().wasClosed()).isTrue();
    assertThat(pool.allocatedBytes()).isZero();
    assertThat(pool.heldStorages()).isZero();
  }

  @Test
  void aClosedPoolTakesNewMemory() {
    TensorPool pool = new TensorPool();
    pool.take(PLANES).release();
    pool.close();
    NativeTensor tensor = pool.take(PLANES);
    assertThat(tensor.expectChannelsLast(3, 2, 2).data().wasClosed()).isFalse();
    tensor.set(count(24));
    assertThat(tensor.toArray()).containsExactly(count(24));
    assertThat(pool.allocatedBytes()).isEqualTo(24 * 4);
    pool.close();
  }

  @Test
  void anArrayShowsTheValuesWithTheirChannelsLastAndIsMadeOnce() {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor tensor = pool.take(PLANES);
      tensor.set(count(24));
      INDArray squares = tensor.moveChannelsLast(3, 2, 2);
      INDArray lines = tensor.moveChannelsLast(3, 1, 4);
      assertThat(squares.shape()).containsExactly(2, 2, 2, 3);
      assertThat(lines.shape()).containsExactly(2, 1, 4, 3);
      assertThat(squares.getFloat(1, 1, 1, 2)).isEqualTo(24f);
      assertThat(lines.getFloat(1, 0, 1, 1)).isEqualTo(18f);
      assertThat(tensor.moveChannelsLast(3, 2, 2)).isSameAs(squares);
      assertThat(tensor.retain().moveChannelsLast(3, 1, 4)).isSameAs(lines);
      lines.putScalar(new int[] {1, 0, 1, 1}, -1f);
      assertThat(tensor.form().get(16)).isEqualTo(-1f);
      assertThat(tensor.pointToFormed().get(16)).isEqualTo(-1f);
      assertThat(tensor.moveToRows().get(17)).isEqualTo(-1f);
      assertThat(tensor.pointToRows().get(17)).isEqualTo(-1f);
    }
  }

  @Test
  void aTensorTellsItsSizes() {
    try (TensorPool pool = new TensorPool()) {
      int[] shape = PLANES.clone();
      NativeTensor tensor = pool.take(shape);
      shape[0] = 9;
      tensor.shape()[1] = 9;
      assertThat(tensor.shape()).containsExactly(2, 3, 4);
      assertThat(tensor.dimension(1)).isEqualTo(3);
      assertThat(tensor.samples()).isEqualTo(2);
      assertThat(tensor.sampleSize()).isEqualTo(12);
      assertThat(tensor.size()).isEqualTo(24);
      assertThat(tensor).hasToString("NativeTensor[2, 3, 4]");
    }
  }

  @Test
  void aSizeBeyondAnArrayIsRefused() {
    assertThat(NativeTensor.size(3, 1 << 29)).isEqualTo(3 << 29);
    assertThatThrownBy(() -> NativeTensor.size(1 << 16, 1 << 16))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("integer overflow");
  }

  @Test
  void aShapeOfABatchIsThatOfAnImageBehindTheirNumber() {
    assertThat(Shapes.withBatch(5, List.of(1, 3, 4))).containsExactly(5, 3, 4);
    assertThat(Shapes.prepend(5, List.of(3, 4))).containsExactly(5, 3, 4);
    assertThat(Shapes.of(List.of(2, 3, 4))).containsExactly(2, 3, 4);
    assertThat(Shapes.size(List.of(2, 3, 4))).isEqualTo(24);
    assertThat(Shapes.size(List.of())).isEqualTo(1);
  }
}
