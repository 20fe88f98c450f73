package org.sparklrp.engine.memory;

import java.util.Arrays;

/**
 * One value per channel of a layer's output.
 *
 * @param values one per channel
 * @param area how many consecutive values of an image belong to one channel
 */
public record ChannelValues(float[] values, int area) {

  /**
   * The same for an output as it is stored. With channels last no two neighbours share a value,
   * unless the values belong to its last dimension and not to its channels.
   */
  public ChannelValues inOrderOf(NativeTensor output) {
    if (!output.isChannelsLast()) {
      return this;
    }
    int channels = output.dimension(1);
    boolean areOfChannels = area == output.sampleSize() / channels;
    return new ChannelValues(values, areOfChannels ? 1 : channels);
  }

  /** The value of one position. */
  public float at(int position) {
    return values[position / area % values.length];
  }

  /**
   * Reads the value of each position's channel.
   *
   * @param at the first position in the output
   * @param block receives the values
   */
  public void read(int at, float[] block, int length) {
    int end = at + length;
    int next;
    for (int position = at; position < end; position = next) {
      int channel = position / area % values.length;
      if (area == 1) {
        next = Math.min(end, position - channel + values.length);
        System.arraycopy(values, channel, block, position - at, next - position);
      } else {
        next = Math.min(end, (position / area + 1) * area);
        Arrays.fill(block, position - at, next - at, values[channel]);
      }
    }
  }
}
