package org.sparklrp.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelValuesTest {
  private static final int IMAGES = 2;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 64})
  void positionsMeetTheirValuesWhereverABlockBegins(int area) {
    float[] own = {2, 3, 5};
    ChannelValues channels = new ChannelValues(own, area);
    for (int at : new int[] {0, 1, area - 1, area, area + 1, 3 * area, 7 * area + 2}) {
      float[] block = new float[20];
      Arrays.fill(block, -1);
      channels.read(at, block, 17);
      for (int i = 0; i < 20; i++) {
        float channel = own[(at + i) / area % 3];
        assertThat(block[i]).as("cell %d from %d", i, at).isEqualTo(i < 17 ? channel : -1);
        assertThat(channels.at(at + i)).isEqualTo(channel);
      }
    }
  }

  /** Of a convolution's output, whose values belong to channels, and of a row's, to its cells. */
  @ParameterizedTest
  @CsvSource({"3, 4, 5, 20", "4, 5, 3, 1", "1, 5, 3, 1", "3, 1, 1, 1", "3, 4, 1, 4"})
  void theOrderOfAnOutputChangesNoValue(int channels, int height, int width, int area) {
    float[] own = {2, 3, 5};
    try (TensorPool pool = new TensorPool()) {
      NativeTensor output = pool.take(IMAGES, channels, height, width);
      float[] expected = new float[output.size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = own[i % output.sampleSize() / area % own.length];
      }
      output.set(expected);
      output.moveChannelsLast();
      ChannelValues inOrder = new ChannelValues(own, area).inOrderOf(output);
      for (int i = 0; i < output.sampleSize(); i++) {
        assertThat(inOrder.at(i)).as("position %d", i).isEqualTo(output.form().get(i));
      }
    }
  }
}
