package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

/** Signals of two slots and two images wait at the values of a network. */
class SignalsTest {
  private final TensorPool pool = new TensorPool();
  private final Signals signals = new Signals(pool.elementwise());

  @AfterEach
  void close() {
    pool.close();
  }

  private NativeTensor tensor(float... values) {
    NativeTensor tensor = pool.take(2, values.length / 2);
    tensor.set(values);
    return tensor;
  }

  @Test
  void sumsAreThoseOfAllThatWait() {
    signals.add(3, tensor(1, 2, 4, 8));
    signals.add(3, tensor(100, 0, 0, 0));
    signals.add(1, tensor(16, 0, 0, 32));

    assertThat(signals.sum(0, 0)).isEqualTo(19);
    assertThat(signals.sum(0, 1)).isEqualTo(44);
    assertThat(signals.sum(1, 0)).as("the other slot, which waits at one value").isEqualTo(100);
    signals.take(3);
    assertThat(signals.sum(0, 0)).isEqualTo(16);
    assertThat(signals.sum(1, 0)).isZero();
  }

  @Test
  void aSumIsFormedAnewOnceItsSignalChanges() {
    NativeTensor waiting = tensor(1, 2, 4, 8);
    signals.add(0, waiting);
    assertThat(signals.sum(0, 1)).isEqualTo(12);
    waiting.set(new float[] {1, 2, 4, 9});
    assertThat(signals.sum(0, 1)).as("known from before").isEqualTo(12);

    assertThat(signals.change(0, 0)).isSameAs(waiting);

    assertThat(signals.sum(0, 1)).isEqualTo(13);
  }

  @Test
  void aValueHasTheSlotsThatWereAdded() {
    assertThat(signals.has(2, 0)).isFalse();
    NativeTensor first = tensor(1, 2);
    NativeTensor second = tensor(3, 4);
    signals.add(2, first);
    assertThat(signals.has(2, 0)).isTrue();
    assertThat(signals.has(2, 1)).isFalse();
    signals.add(2, second);

    assertThat(signals.take(2)).containsExactly(first, second);

    assertThat(signals.has(2, 0)).isFalse();
    assertThatThrownBy(() -> signals.take(2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatStillWaitsIsReleased() {
    NativeTensor waiting = tensor(1, 2);
    NativeTensor taken = tensor(3, 4);
    signals.add(1, waiting);
    signals.add(2, taken);
    signals.take(2);

    signals.release();

    assertThat(pool.heldStorages()).isEqualTo(1);
    assertThat(waiting.isHeldOnce()).isFalse();
    assertThat(taken.isHeldOnce()).isTrue();
  }
}
