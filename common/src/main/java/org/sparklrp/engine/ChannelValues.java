package org.sparklrp.engine;

import java.util.Arrays;

/**
 * One value per channel of a layer's output.
 *
 * @param values one per channel
 * @param area how many consecutive values of an image belong to one channel
 */
record ChannelValues(float[] values, int area) {

  /** The same for an output as it is stored: with channels last no two neighbours share a value. */
  ChannelValues inOrderOf(NativeTensor output) {
    return output.isChannelsLast() ? new ChannelValues(values, 1) : this;
  }

  /**
   * Reads the value of each position's channel.
   *
   * @param at the first position in the output
   * @param block receives the values
   */
  void read(int at, float[] block, int length) {
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
