package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.oracle.NormalValues;

/** The orders in which values lie: who moves them, and what moves with them. */
class TensorOrderTest {
  private static final int IMAGES = 2;
  private final TensorPool pool = new TensorPool();

  @AfterEach
  void close() {
    pool.close();
  }

  private static float[] product(float[] values, float[] factors, Part part) {
    float[] selected = factors.clone();
    Elementwise.select(part, selected, selected.length);
    for (int i = 0; i < selected.length; i++) {
      selected[i] *= values[i];
    }
    return selected;
  }

  private NativeTensor planes(int channels, long seed) {
    NativeTensor tensor = pool.take(IMAGES, channels, 5, 7);
    tensor.set(NormalValues.values(tensor.size(), seed));
    return tensor;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 40})
  void channelsMoveLastAndBack(int channels) {
    NativeTensor tensor = planes(channels, 1);
    float[] rows = tensor.toArray();
    tensor.moveChannelsLast();
    assertThat(tensor.isChannelsLast()).isTrue();
    for (int i = 0; i < rows.length; i++) {
      int image = i / 35 / channels;
      int channel = i / 35 % channels;
      assertThat(tensor.form().get((image * 35 + i % 35) * channels + channel)).isEqualTo(rows[i]);
    }
    assertThat(tensor.toArray()).containsExactly(rows);
    assertThat(tensor.isChannelsLast()).isTrue();
    tensor.moveToRows();
    assertThat(tensor.toArray()).containsExactly(rows);
    assertThat(tensor.isChannelsLast()).isFalse();
  }

  @Test
  void tensorsInDifferentOrdersAreAlignedWithWhatWasPutOffInThem() {
    NativeTensor tensor = planes(3, 1);
    NativeTensor a = planes(3, 2);
    NativeTensor b = planes(3, 3);
    NativeTensor c = planes(3, 4);
    float[] expected = product(tensor.toArray(), a.toArray(), Part.POSITIVE);
    float[] summand = b.toArray();
    float[] last = c.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += summand[i];
      expected[i] += last[i];
    }
    tensor.multiplyLater(a, Part.POSITIVE);
    tensor.addLater(b);
    a.moveChannelsLast();
    c.moveChannelsLast();
    pool.elementwise().add(tensor, c);
    assertThat(tensor.isChannelsLast()).isTrue();
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void tensorsWhoseChannelsDifferAreAlignedRowMajor() {
    NativeTensor three = planes(3, 1);
    NativeTensor flat = pool.take(IMAGES, 5, 3, 7);
    flat.set(NormalValues.values(flat.size(), 2));
    float[] expected = three.toArray();
    float[] other = flat.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += other[i];
    }
    three.moveChannelsLast();
    flat.moveChannelsLast();
    pool.elementwise().add(three, flat);
    assertThat(three.toArray()).containsExactly(expected);
    assertThat(flat.toArray()).containsExactly(other);
  }

  @Test
  void anImageForAllFollowsTheOthersOrder() {
    NativeTensor all = planes(3, 1);
    NativeTensor one = pool.take(1, 3, 5, 7);
    one.set(NormalValues.values(one.size(), 2));
    float[] expected = all.toArray();
    float[] summand = one.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += summand[i % summand.length];
    }
    all.moveChannelsLast();
    pool.elementwise().add(all, one);
    assertThat(all.toArray()).containsExactly(expected);
  }

  @Test
  void anotherShapeOfOtherChannelsIsRowMajor() {
    NativeTensor tensor = planes(3, 1);
    float[] rows = tensor.toArray();
    tensor.moveChannelsLast();
    NativeTensor lines = tensor.retainReshaped(new int[] {IMAGES, 3, 35});
    assertThat(lines.isChannelsLast()).isTrue();
    NativeTensor flat = tensor.retainReshaped(new int[] {IMAGES, 105});
    assertThat(flat.form().get(1)).isEqualTo(rows[1]);
    assertThat(lines.isChannelsLast()).isFalse();
  }

  @Test
  void memoryThatIsUsedAgainIsRowMajor() {
    NativeTensor tensor = planes(3, 1);
    tensor.moveChannelsLast();
    tensor.release();
    assertThat(planes(3, 2).toArray()).containsExactly(NormalValues.values(tensor.size(), 2));
  }

  @Test
  void whatLiesInAnOrderLiesSoForEveryHolder() {
    NativeTensor tensor = planes(3, 1);
    float[] rows = tensor.toArray();
    NativeTensor other = tensor.retain();
    tensor.moveChannelsLast();
    assertThat(other.isChannelsLast()).isTrue();
    assertThat(tensor.retain().isChannelsLast()).isTrue();
    assertThat(other.form().get(1)).isEqualTo(rows[35]);
    assertThat(other.moveToRows().get(1)).isEqualTo(rows[1]);
    assertThat(tensor.isChannelsLast()).isFalse();
  }

  @Test
  void formingChangesNoOrder() {
    NativeTensor tensor = planes(3, 1);
    NativeTensor a = planes(3, 2);
    float[] expected = product(tensor.toArray(), a.toArray(), Part.WHOLE);
    a.moveChannelsLast();
    tensor.moveChannelsLast();
    tensor.multiplyLater(a, Part.WHOLE);
    assertThat(tensor.form().get(1)).isEqualTo(expected[35]);
    assertThat(tensor.pointToFormed().get(1)).isEqualTo(expected[35]);
    assertThat(tensor.isChannelsLast()).isTrue();
    assertThat(tensor.toArray()).containsExactly(expected);
  }

  @Test
  void movingFormsFirst() {
    NativeTensor a = planes(3, 2);
    float[] expected = product(planes(3, 1).toArray(), a.toArray(), Part.POSITIVE);
    List<Consumer<NativeTensor>> moves =
        List.of(
            NativeTensor::moveChannelsLast,
            NativeTensor::moveToRows,
            tensor -> tensor.moveChannelsLast(3, 5, 7),
            tensor -> tensor.moveIntoOrderOf(a));
    for (Consumer<NativeTensor> move : moves) {
      for (boolean isLast : new boolean[] {false, true}) {
        NativeTensor tensor = planes(3, 1);
        if (isLast) {
          a.moveChannelsLast();
        } else {
          a.moveToRows();
        }
        tensor.multiplyLater(a, Part.POSITIVE);
        move.accept(tensor);
        assertThat(a.isHeldOnce()).isTrue();
        assertThat(tensor.toArray()).containsExactly(expected);
      }
    }
  }

  /** Whoever writes all values need not know what they were to be. */
  @Test
  void whatWillBeWrittenWholeIsNotFormed() {
    NativeTensor tensor = planes(3, 1);
    NativeTensor a = planes(3, 2);
    float[] values = tensor.toArray();
    tensor.multiplyLater(a, Part.WHOLE);
    tensor.expectChannelsLast(3, 5, 7);
    assertThat(a.isHeldOnce()).isTrue();
    assertThat(tensor.isChannelsLast()).isTrue();
    assertThat(tensor.form().get(1)).isEqualTo(values[1]);
  }

  /** A handle from before says nothing of what its memory is used for now. */
  @Test
  void memoryThatIsUsedAgainIsNotTurnedByFormerHolders() {
    NativeTensor former = planes(3, 1);
    former.release();
    NativeTensor tensor = planes(3, 2);
    assertThat(tensor.pointToRows().address()).isEqualTo(former.pointToRows().address());
    former.expectChannelsLast();
    former.multiplyLater(planes(3, 3), Part.WHOLE);
    assertThat(tensor.isChannelsLast()).isFalse();
    assertThat(tensor.toArray()).containsExactly(NormalValues.values(tensor.size(), 2));
  }
}
