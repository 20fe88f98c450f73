package org.sparklrp.engine.division;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.memory.BlockSums;
import org.sparklrp.engine.memory.ChannelValues;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.memory.WorkingPrecision;

/** s b / magnitude, value by value, and what no contribution can take. */
class BiasSharesTest {
  private static final int CHANNELS = 2;
  private static final float[] BIAS = {0.5f, -2f};

  @ParameterizedTest
  @ValueSource(ints = {2, BlockSums.BLOCK, 2 * BlockSums.BLOCK + 90})
  void aBiasIsSharedByTheSizeOfContributionsAndDeadWithoutAny(int size) {
    for (float magnitudeOfOne : new float[] {0.75f, 0f, 1e-38f}) {
      for (int step : new int[] {1, 3, 1000}) {
        assertDivides(size, magnitudeOfOne, step);
      }
    }
  }

  /** Every {@code step}-th magnitude is the one given. */
  private static void assertDivides(int size, float special, int step) {
    Random random = new Random(size);
    float[] s = new float[2 * size];
    float[] sizes = new float[2 * size];
    for (int i = 0; i < s.length; i++) {
      s[i] = (float) random.nextGaussian();
      sizes[i] = i % step == 0 ? special : 0.5f + random.nextFloat();
    }
    int area = size / CHANNELS;
    try (TensorPool pool = new TensorPool()) {
      NativeTensor quotients = pool.take(2, size);
      NativeTensor magnitude = pool.take(2, size);
      NativeTensor result = pool.take(2, size);
      quotients.set(s);
      magnitude.set(sizes);
      try (DeadRelevance dead = new DeadRelevance(pool, quotients.shape())) {
        BiasShares.divide(quotients, magnitude, new ChannelValues(BIAS, area), dead, result);
        assertThat(dead.isEmpty()).isEqualTo(special > 0.5f);
        float[] shares = result.toArray();
        float[] lost = dead.tensor().toArray();
        for (int i = 0; i < s.length; i++) {
          float bias = s[i] * BIAS[i / area % CHANNELS];
          double share = bias / (double) sizes[i];
          boolean spread = Math.abs(share) <= WorkingPrecision.LARGE;
          assertThat((double) shares[i])
              .isCloseTo(spread ? share : 0, within(1e-6 * (spread ? Math.abs(share) : 1)));
          assertThat(lost[i]).isEqualTo(spread ? 0f : bias);
        }
      }
      assertThat(quotients.toArray()).containsExactly(s);
      assertThat(magnitude.toArray()).containsExactly(sizes);
    }
  }
}
