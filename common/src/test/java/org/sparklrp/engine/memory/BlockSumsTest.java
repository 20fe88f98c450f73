package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private static float[] block(Random random, int length) {
    float[] values = new float[BlockSums.BLOCK];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < length ? (float) random.nextGaussian() : Float.NaN;
    }
    return values;
  }

  private static double plain(float[] values, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Test
  void whatLiesBehindTheLengthDoesNotCount() {
    for (int length = 0; length <= BlockSums.BLOCK; length++) {
      float[] values = block(new Random(length), length);
      double expected = plain(values, length);
      assertThat(BlockSums.sum(values, length)).isCloseTo(expected, within(1e-9));
      assertThat(BlockSums.fold(values, values, length)).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void oneValueThatIsNotFiniteShows() {
    for (int at = 0; at < BlockSums.BLOCK; at++) {
      float[] values = new float[BlockSums.BLOCK];
      values[at] = Float.NaN;
      assertThat(BlockSums.sum(values, BlockSums.BLOCK)).isNaN();
      assertThat(BlockSums.fold(values, BlockSums.block(), BlockSums.BLOCK)).isNaN();
    }
  }

  @Test
  void aSumLeavesTheBlockAsItIs() {
    float[] values = block(new Random(3), BlockSums.BLOCK);
    float[] before = values.clone();
    BlockSums.fold(values, BlockSums.block(), BlockSums.BLOCK);
    assertThat(values).containsExactly(before);
  }
}
