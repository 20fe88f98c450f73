package org.sparklrp.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Part;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.oracle.NormalValues;

/** Differences are spread over the values of two images. */
class SpreadTest {
  private static final int BLOCK = BlockSums.BLOCK;
  private final TensorPool pool = new TensorPool();

  @AfterEach
  void close() {
    pool.close();
  }

  private NativeTensor tensor(int size, long seed) {
    float[] values = NormalValues.values(2 * size, seed);
    for (int i = 0; i < values.length; i += 3) {
      values[i] = 0f;
    }
    NativeTensor tensor = pool.take(2, size);
    tensor.set(values);
    return tensor;
  }

  private static double sum(NativeTensor tensor, int image) {
    float[] values = tensor.toArray();
    int size = tensor.sampleSize();
    double sum = 0;
    for (int i = image * size; i < (image + 1) * size; i++) {
      sum += values[i];
    }
    return sum;
  }

  private double[] sizes(List<NativeTensor> tensors) {
    double[] sizes = new double[2];
    for (NativeTensor tensor : tensors) {
      for (int image = 0; image < 2; image++) {
        sizes[image] += pool.elementwise().size(tensor, image);
      }
    }
    return sizes;
  }

  /** From far below a rounding error of each value to a thousand of them. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-10, 1e-8, 1e-7, 1e-5})
  void sumsChangeByTheDifferencesAndValuesInProportion(double share) {
    NativeTensor first = tensor(40 * BLOCK + 17, 1);
    NativeTensor second = tensor(3 * BLOCK, 2);
    List<NativeTensor> both = List.of(first, second);
    float[] before = first.toArray();
    double[] sizes = sizes(both);
    double[] sums = {
      sum(first, 0) + sum(second, 0), sum(first, 1) + sum(second, 1),
    };
    double[] differences = {share * sizes[0], -share * sizes[1]};

    double[] left = new Spread().add(both, differences, sizes);

    for (int image = 0; image < 2; image++) {
      double now = sum(first, image) + sum(second, image);
      assertThat(now + left[image] - sums[image])
          .isCloseTo(differences[image], within(1e-12 * sizes[image]));
      assertThat(left[image]).isCloseTo(0, within(1e-5 * Math.abs(differences[image]) + 1e-9));
    }
    float[] after = first.toArray();
    for (int i = 0; i < after.length; i++) {
      double change = (i < after.length / 2 ? share : -share) * Math.abs(before[i]);
      double roundings = 2 * Math.ulp(4f); // its own and that of a value before
      assertThat((double) after[i]).isCloseTo(before[i] + change, within(roundings));
      assertThat(after[i] == 0).isEqualTo(before[i] == 0);
    }
  }

  @Test
  void anImageWithoutADifferenceStaysAsItIs() {
    NativeTensor tensor = tensor(5000, 3);
    float[] before = tensor.toArray();
    List<NativeTensor> alone = List.of(tensor);

    double[] left = new Spread().add(alone, new double[] {0, 1e-3}, sizes(alone));

    float[] after = tensor.toArray();
    assertThat(Arrays.copyOf(after, 5000)).isEqualTo(Arrays.copyOf(before, 5000));
    assertThat(after).isNotEqualTo(before);
    assertThat(left[0]).isZero();
  }

  @Test
  void whatWasPutOffIsFormedFirst() {
    NativeTensor tensor = tensor(5000, 4);
    NativeTensor factor = tensor(5000, 5);
    NativeTensor summand = tensor(5000, 6);
    tensor.multiplyLater(factor, Part.ABSOLUTE);
    tensor.addLater(summand);
    double[] sums = {pool.elementwise().sum(tensor, 0), pool.elementwise().sum(tensor, 1)};
    List<NativeTensor> alone = List.of(tensor);

    new Spread().add(alone, new double[] {1e-3, 0}, sizes(alone));

    assertThat(sum(tensor, 0)).isCloseTo(sums[0] + 1e-3, within(1e-8));
    assertThat(sum(tensor, 1)).isCloseTo(sums[1], within(1e-8));
  }

  @Test
  void tooLittleForTheOnlyValueIsLeft() {
    NativeTensor tensor = pool.take(2, 2);
    tensor.set(new float[] {1e9f, 0f, 3f, 4f});

    double[] left =
        new Spread().add(List.of(tensor), new double[] {0.25, 0}, new double[] {1e9, 7});

    assertThat(tensor.toArray()).containsExactly(1e9f, 0f, 3f, 4f);
    assertThat(left).containsExactly(0.25, 0);
  }
}
