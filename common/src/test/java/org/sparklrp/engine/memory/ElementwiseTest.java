package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each loop against the same thing said value by value, at sizes around that of its blocks. */
class ElementwiseTest {
  private static final int IMAGES = 3;
  private static final int BLOCK = BlockSums.BLOCK;
  private final TensorPool pool = new TensorPool();
  private final Elementwise loops = pool.elementwise();

  @AfterEach
  void close() {
    pool.close();
  }

  private NativeTensor tensor(int images, int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[images * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(5) == 0 ? 0f : (float) random.nextGaussian();
    }
    NativeTensor tensor = pool.take(images, size);
    tensor.set(values);
    return tensor;
  }

  private static float[] row(int length) {
    float[] row = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      row[i] = (float) random.nextGaussian();
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK, 2 * BLOCK + 90})
  void severalTensorsAreSummedIntoTheFirstOrAnother(int size) {
    NativeTensor a = tensor(IMAGES, size, 1);
    NativeTensor b = tensor(IMAGES, size, 2);
    NativeTensor c = tensor(IMAGES, size, 3);
    NativeTensor out = pool.take(IMAGES, size);
    float[] expected = a.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = expected[i] + b.toArray()[i] + c.toArray()[i];
    }
    loops.sum(List.of(a, b, c), out);
    loops.sum(List.of(a, b, c), a);
    assertThat(out.toArray()).containsExactly(expected);
    assertThat(a.toArray()).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK, 2 * BLOCK + 90})
  void productsThatArePutOffAreAddedAndSummedAsIfTheyWereFormed(int size) {
    NativeTensor a = tensor(IMAGES, size, 1);
    NativeTensor b = tensor(IMAGES, size, 2);
    NativeTensor factor = tensor(IMAGES, size, 3);
    float[] factors = factor.toArray();
    float[] left = a.toArray();
    float[] right = b.toArray();
    a.multiplyLater(factor, Part.WHOLE);
    b.multiplyLater(factor, Part.ABSOLUTE);
    double sum = 0;
    double sizes = 0;
    for (int i = size; i < 2 * size; i++) {
      sum += left[i] * factors[i];
      sizes += Math.abs(left[i] * factors[i]);
    }

    assertThat(loops.sum(a, 1)).isCloseTo(sum, within(1e-9));
    assertThat(loops.size(a, 1)).isCloseTo(sizes, within(1e-9));
    assertThat(loops.sampledSize(a, 1)).isLessThan(2 * sizes + 1e-9);
    loops.add(a, b);

    float[] after = a.toArray();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isEqualTo(left[i] * factors[i] + right[i] * Math.abs(factors[i]));
    }
    assertThat(b.toArray()[0]).isEqualTo(right[0] * Math.abs(factors[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 90})
  void tensorsAreFilledCopiedAndAdded(int size) {
    NativeTensor a = tensor(IMAGES, size, 1);
    NativeTensor b = tensor(IMAGES, size, 2);
    NativeTensor single = tensor(1, size, 3);
    float[] before = a.toArray();
    float[] summand = b.toArray();
    float[] ofEach = single.toArray();

    loops.add(a, b);
    loops.addScaled(a, single, -0.5f);

    float[] after = a.toArray();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isEqualTo(before[i] + summand[i] - 0.5f * ofEach[i % size]);
    }
    loops.copy(a, b);
    assertThat(b.toArray()).containsExactly(after);
    loops.fill(a, 2.5f);
    assertThat(a.toArray()).containsOnly(2.5f);
  }

  private static float partOf(Part part, float value) {
    return switch (part) {
      case WHOLE, LOW, HIGH -> value;
      case POSITIVE -> value > 0 ? value : 0f;
      case NEGATIVE -> value < 0 ? value : 0f;
      case ABSOLUTE -> value < 0 ? -value : value;
      case ONE -> 1f;
    };
  }

  @ParameterizedTest
  @EnumSource
  void aPartIsTakenOfEveryValue(Part part) {
    for (int size : new int[] {5, 2 * BLOCK + 90}) {
      NativeTensor a = tensor(IMAGES, size, 4);
      NativeTensor single = tensor(1, size, 5);
      NativeTensor into = tensor(IMAGES, size, 6);
      NativeTensor c = tensor(IMAGES, size, 7);
      float[] whole = a.toArray();
      float[] ofEach = single.toArray();
      float[] factors = c.toArray();
      float[] before = into.toArray();
      NativeTensor out = pool.take(IMAGES, size);

      loops.part(a, part, out);
      loops.accumulate(into, true, a, part, -2f, c);
      loops.accumulate(c, false, single, part, 3f, c);

      float[] parts = out.toArray();
      float[] sums = into.toArray();
      float[] products = c.toArray();
      for (int i = 0; i < parts.length; i++) {
        float own = partOf(part, whole[i]);
        assertThat(parts[i]).isEqualTo(own);
        assertThat(sums[i]).isEqualTo(before[i] - 2f * own * factors[i]);
        assertThat(products[i]).isEqualTo(3f * partOf(part, ofEach[i % size]) * factors[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK - 1, BLOCK, 2 * BLOCK + 90})
  void rowsMeetEveryImage(int size) {
    NativeTensor a = tensor(IMAGES, size, 8);
    float[] before = a.toArray();
    float[] factors = row(size);
    float[] summands = row(size + 1);

    loops.scaleAndShift(a, factors, Arrays.copyOf(summands, size));
    loops.addRows(a, factors);

    float[] after = a.toArray();
    for (int i = 0; i < after.length; i++) {
      float factor = factors[i % size];
      assertThat(after[i]).isEqualTo(before[i] * factor + summands[i % size] + factor);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, BLOCK, 2 * BLOCK + 90})
  void channelsMeetTheirPlanes(int area) {
    float[] channels = {0.5f, -2f};
    NativeTensor a = tensor(IMAGES, 2 * area, 9);
    float[] before = a.toArray();

    loops.addChannels(a, new ChannelValues(channels, area));

    float[] after = a.toArray();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isEqualTo(before[i] + channels[i / area % 2]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, BLOCK, 2 * BLOCK + 90})
  void rowsAreFilledAndTheOthersKept(int length) {
    NativeTensor a = tensor(5, length, 10);
    float[] before = a.toArray();

    loops.setRows(a, 1, new float[] {7f, -3f}, length);

    float[] after = a.toArray();
    for (int i = 0; i < after.length; i++) {
      int row = i / length;
      assertThat(after[i]).isEqualTo(row == 1 ? 7f : row == 2 ? -3f : before[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, BLOCK, 2 * BLOCK + 90})
  void sumsAreThoseOfEachImage(int size) {
    NativeTensor a = tensor(IMAGES, size, 11);
    float[] values = a.toArray();
    double[] sums = loops.sums(a);
    double[] quick = loops.quickSums(a);
    float[] roots = loops.scaledRootMeanSquares(a, 0.25);
    for (int image = 0; image < IMAGES; image++) {
      double sum = 0;
      double sizes = 0;
      double squares = 0;
      for (int i = image * size; i < (image + 1) * size; i++) {
        sum += values[i];
        sizes += Math.abs(values[i]);
        squares += (double) values[i] * values[i];
      }
      assertThat(sums[image]).isCloseTo(sum, within(1e-9));
      assertThat(quick[image]).isCloseTo(sum, within(1e-6 * sizes));
      assertThat(loops.sum(a, image)).isCloseTo(sum, within(1e-9));
      assertThat(loops.size(a, image)).isCloseTo(sizes, within(1e-9));
      assertThat(loops.sampledSize(a, image)).as("all of a few").isCloseTo(sizes, within(1e-9));
      assertThat((double) roots[image]).isCloseTo(0.25 * Math.sqrt(squares / size), within(1e-6));
    }
  }

  /** Within four standard errors of a sample of a thousand. */
  @ParameterizedTest
  @ValueSource(ints = {2_000, 10_001, 150_528, 802_816})
  void aSampleTellsTheSizeOfManyValues(int size) {
    NativeTensor a = tensor(2, size, 12);
    for (int image = 0; image < 2; image++) {
      double exact = loops.size(a, image);
      assertThat(loops.sampledSize(a, image)).isCloseTo(exact, within(4 * exact / Math.sqrt(1000)));
    }
  }
}
