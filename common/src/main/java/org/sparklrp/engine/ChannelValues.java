package org.sparklrp.engine;

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

  /** Adds to a block of an output, which begins at a position, the value of each channel. */
  void addTo(float[] block, int at, int length) {
    int end = at + length;
    if (area == 1) {
      for (int position = at; position < end; ) {
        int channel = position % values.length;
        int next = Math.min(end, position - channel + values.length);
        for (int i = position; i < next; i++) {
          block[i - at] += values[channel + i - position];
        }
        position = next;
      }
      return;
    }
    for (int position = at; position < end; ) {
      int next = Math.min(end, (position / area + 1) * area);
      float value = values[position / area % values.length];
      for (int i = position - at; i < next - at; i++) {
        block[i] += value;
      }
      position = next;
    }
  }

  /**
   * Multiplies a block of an output, which begins at a position, with the value of each channel.
   */
  void multiply(float[] block, int at, int length) {
    int end = at + length;
    if (area == 1) {
      for (int position = at; position < end; ) {
        int channel = position % values.length;
        int next = Math.min(end, position - channel + values.length);
        for (int i = position; i < next; i++) {
          block[i - at] *= values[channel + i - position];
        }
        position = next;
      }
      return;
    }
    for (int position = at; position < end; ) {
      int next = Math.min(end, (position / area + 1) * area);
      float value = values[position / area % values.length];
      for (int i = position - at; i < next - at; i++) {
        block[i] *= value;
      }
      position = next;
    }
  }
}
