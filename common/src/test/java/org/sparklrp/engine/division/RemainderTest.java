package org.sparklrp.engine.division;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;

class RemainderTest {
  private static final int IMAGES = 3;
  private static final int BLOCK = BlockSums.BLOCK;
  private static final float[] SUMMANDS = {0.25f, -0.5f};

  private int computed;

  private NativeTensor second(TensorPool pool, int size) {
    computed++;
    NativeTensor tensor = pool.take(IMAGES, size);
    pool.elementwise().fill(tensor, -7f);
    return tensor;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, BLOCK, 2 * BLOCK + 90})
  void whatIsLeftIsADifferenceUnlessDigitsCancel(int size) {
    Random random = new Random(size);
    float[] outputs = new float[IMAGES * size];
    float[] firsts = new float[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      firsts[i] = 100 + random.nextFloat();
      outputs[i] = 0.25f * firsts[i];
    }
    int close = size + size - 1;
    outputs[close] = (1 - 1e-4f) * firsts[close] - SUMMANDS[1];
    try (TensorPool pool = new TensorPool()) {
      NativeTensor output = pool.take(IMAGES, size);
      NativeTensor first = pool.take(IMAGES, size);
      output.set(outputs);
      first.set(firsts);
      ChannelValues summands = new ChannelValues(SUMMANDS, size / 2);
      float[] block = new float[BLOCK];
      try (Remainder remainder = new Remainder(output, first, summands, () -> second(pool, size))) {
        assertThat(remainder.size()).isEqualTo(output.size());
        assertThat(remainder.sampleSize()).isEqualTo(size);
        for (int repeat = 0; repeat < 2; repeat++) {
          for (int image = 0; image < IMAGES; image++) {
            for (int start = 0; start < size; start += BLOCK) {
              int length = Math.min(BLOCK, size - start);
              int at = image * size + start;
              remainder.read(at, block, length);
              boolean cancels = at <= close && close < at + length;
              for (int i = 0; i < length; i++) {
                float summand = SUMMANDS[(start + i) / (size / 2)];
                float difference = outputs[at + i] + summand - firsts[at + i];
                assertThat(block[i]).isEqualTo(cancels ? -7f : difference);
              }
            }
            assertThat(computed).isEqualTo(repeat == 0 && image == 0 ? 0 : 1);
          }
        }
      }
      output.release();
      first.release();
      assertThat(pool.heldStorages()).as("tensors still held").isZero();
    }
  }

  /** Nothing speaks against the class, so that nothing can cancel. */
  @ParameterizedTest
  @ValueSource(ints = {2, BLOCK + 4})
  void nothingIsLeftOfNothing(int size) {
    try (TensorPool pool = new TensorPool()) {
      NativeTensor output = pool.zeros(IMAGES, size);
      ChannelValues none = new ChannelValues(new float[2], size / 2);
      float[] block = new float[BLOCK];
      try (Remainder remainder = new Remainder(output, output, none, () -> second(pool, size))) {
        remainder.read(size, block, 2);
        assertThat(block).containsOnly(0f);
        assertThat(computed).isZero();
      }
    }
  }
}
