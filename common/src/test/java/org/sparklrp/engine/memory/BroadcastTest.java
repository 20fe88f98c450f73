package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Tensor;

class BroadcastTest {
  private static List<Integer> shape(String text) {
    List<Integer> shape = new ArrayList<>();
    for (String length : text.strip().split(" ", -1)) {
      shape.add(Integer.valueOf(length));
    }
    return shape;
  }

  /** NumPy's rule, coordinate by coordinate: dimensions of length 1 and missing ones repeat. */
  private static int source(List<Integer> source, List<Integer> result, int at) {
    int cell = 0;
    int stride = 1;
    int rest = at;
    for (int back = 1; back <= result.size(); back++) {
      int coordinate = rest % result.get(result.size() - back);
      rest /= result.get(result.size() - back);
      if (back <= source.size()) {
        int length = source.get(source.size() - back);
        cell += length == 1 ? 0 : coordinate * stride;
        stride *= length;
      }
    }
    return cell;
  }

  @ParameterizedTest
  @CsvSource({
    "2 3 4, 2 3 4, 1",
    "2 3 1, 2 3 4, 4",
    "2 1 1, 2 3 4, 12",
    "1 1 1, 2 3 4, 24",
    "2 3 1 1, 2 3 1 5, 5",
    "2 1 4, 2 3 4, 0",
    "1 3 4, 2 3 4, 0",
    "3 4, 2 3 4, 0",
    "4, 2 3 4, 0",
    "1, 2 3, 0",
    "3 1, 2 3 4, 0",
    "2 1 3 1, 2 2 3 2, 0",
  })
  void everyCellOfTheResultHasTheSourceThatNumPyGivesIt(String from, String to, int block) {
    List<Integer> source = shape(from);
    List<Integer> result = shape(to);
    Broadcast broadcast = Broadcast.of(source, result);
    int size = Shapes.size(result);
    assertThat(IntStream.range(0, size).map(broadcast::cell))
        .containsExactly(
            IntStream.range(0, size)
                .map(at -> source(source, result, at))
                .boxed()
                .toArray(Integer[]::new));
    assertThat(broadcast.block()).isEqualTo(block);
    assertThat(broadcast.isSame()).isEqualTo(from.equals(to));
  }

  @Test
  void aPartOfTheResultIsReadAndSummedBack() {
    Broadcast broadcast = Broadcast.of(List.of(2, 1), List.of(2, 3));
    float[] into = new float[4];
    broadcast.read(new float[] {10, 20}, 2, into, 3);
    assertThat(into).containsExactly(10, 20, 20, 0);
    double[] sums = {100, 200};
    broadcast.add(new float[] {1, 2, 4, 8}, 2, sums, 3);
    assertThat(sums).containsExactly(101, 206);
  }

  @ParameterizedTest
  @CsvSource({
    "1 3 2, 5 3 2",
    "3 1, 5 3 2",
    "2, 5 3 2",
    "1 3 1, 5 3 2",
    "1, 5 3 2",
    "1 1 3 2, 5 4 3 2",
  })
  void constantsAreStretchedToAnImage(String from, String to) {
    List<Integer> source = shape(from);
    List<Integer> result = shape(to);
    float[] values = new float[Shapes.size(source)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    int[] dimensions = source.stream().mapToInt(Integer::intValue).toArray();
    float[] expanded = Broadcast.expand(new Tensor(dimensions, values), result);
    assertThat(expanded).hasSize(Shapes.size(result) / result.get(0));
    for (int i = 0; i < expanded.length; i++) {
      assertThat(expanded[i]).isEqualTo(values[source(source, result, i)]);
    }
  }

  @Test
  void constantsOfAnotherShapeOrWithABatchOfTheirOwnAreRefused() {
    for (int[] shape : new int[][] {{4}, {3, 3}, {5, 3, 2}}) {
      Tensor constant = new Tensor(shape, new float[NativeTensor.size(shape)]);
      assertThatThrownBy(() -> Broadcast.expand(constant, List.of(5, 3, 2)))
          .isInstanceOf(ModelMismatchException.class);
    }
  }
}
