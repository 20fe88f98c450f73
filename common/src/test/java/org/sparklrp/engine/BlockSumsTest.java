package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      assertThat(BlockSums.fold(values, length)).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void oneValueThatIsNotFiniteShows() {
    for (int at = 0; at < BlockSums.BLOCK; at++) {
      float[] values = new float[BlockSums.BLOCK];
      values[at] = Float.NaN;
      assertThat(BlockSums.sum(values, BlockSums.BLOCK)).isNaN();
      assertThat(BlockSums.fold(values, BlockSums.BLOCK)).isNaN();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 64})
  void channelsMeetTheirValuesWhereverABlockBegins(int area) {
    float[] own = {2, 3, 5};
    ChannelValues channels = new ChannelValues(own, area);
    for (int at : new int[] {0, 1, area - 1, area, area + 1, 3 * area, 7 * area + 2}) {
      float[] block = new float[20];
      Arrays.fill(block, -1);
      channels.read(at, block, 17);
      for (int i = 0; i < 20; i++) {
        float channel = own[(at + i) / area % 3];
        assertThat(block[i]).as("cell %d from %d", i, at).isEqualTo(i < 17 ? channel : -1);
      }
    }
  }
}
