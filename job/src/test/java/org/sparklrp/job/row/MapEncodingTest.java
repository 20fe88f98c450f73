package org.sparklrp.job.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.relevance.RelevanceMap;

class MapEncodingTest {
  private static RelevanceMap map(float scale) {
    Random random = new Random(3);
    float[] values = new float[3 * 4 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (float) random.nextGaussian();
    }
    return new RelevanceMap(3, 4, 5, values);
  }

  private static float[] back(MapEncoding encoding, RelevanceMap map) {
    MapEncoding.Stored stored = encoding.stored(map);
    return encoding.signedSum(stored.values(), stored.scale(), encoding.channels(map));
  }

  /** The largest error of a type, as a share of the map's largest value. */
  private static float precision(OutputConfig.Type type) {
    return switch (type) {
      case FLOAT32, BINARY_F32 -> 0;
      case BINARY_F16 -> 0x1p-11f;
      case BINARY_I8 -> 0.5f / 127;
    };
  }

  @Test
  void everyTypeGivesBackTheMapWithinItsPrecisionAtAnyScale() {
    for (OutputConfig.Type type : OutputConfig.Type.values()) {
      for (float scale : new float[] {1e-20f, 1e-6f, 1, 1e6f, 1e20f}) {
        RelevanceMap map = map(scale);
        float[] expected = map.signedSum();
        float[] actual = back(new MapEncoding(OutputConfig.Maps.SIGNED_SUM, type), map);
        float largest = 0;
        for (float value : expected) {
          largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i])
              .as("%s at %s", type, scale)
              .isEqualTo(expected[i], within(largest * (precision(type) + 1e-6f)));
        }
      }
    }
  }

  @Test
  void channelsLieSideBySideInEveryPixel() {
    RelevanceMap map = map(1);
    float[] stored =
        (float[])
            new MapEncoding(OutputConfig.Maps.PER_CHANNEL, OutputConfig.Type.FLOAT32)
                .stored(map)
                .values();
    for (int channel = 0; channel < 3; channel++) {
      for (int pixel = 0; pixel < 20; pixel++) {
        assertThat(stored[pixel * 3 + channel]).isEqualTo(map.values()[channel * 20 + pixel]);
      }
    }
    float[] sums =
        back(new MapEncoding(OutputConfig.Maps.PER_CHANNEL, OutputConfig.Type.BINARY_F32), map);
    assertThat(sums).containsExactly(map.signedSum(), within(1e-6f));
  }

  @Test
  void aMapOfZerosStaysOne() {
    RelevanceMap zeros = new RelevanceMap(1, 2, 2, new float[4]);
    for (OutputConfig.Type type : OutputConfig.Type.values()) {
      assertThat(back(new MapEncoding(OutputConfig.Maps.SIGNED_SUM, type), zeros)).containsOnly(0f);
    }
  }
}
