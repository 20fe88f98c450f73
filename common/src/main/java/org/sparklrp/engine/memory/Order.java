package org.sparklrp.engine.memory;

/**
 * The order in which the values of a tensor lie in memory: row-major, or, where a convolution left
 * them so, each image with its channels last.
 *
 * @param images how many there are where channels lie last; 0 otherwise
 * @param channels of each image; 0 where values lie row-major
 */
record Order(int images, int channels) {
  static final Order ROW_MAJOR = new Order(0, 0);

  /** Whether the channels of an image are its innermost dimension. */
  boolean isChannelsLast() {
    return channels != 0;
  }

  /** Whether an image lies so in both, how many there may be. */
  boolean isThatOf(Order other) {
    return channels == other.channels;
  }

  /**
   * The same order for images of the same size, but maybe for another number of them.
   *
   * @param own the size of what lies in this order
   * @param size of what shall lie so
   */
  Order forSize(int own, int size) {
    return isChannelsLast() ? new Order(size / imageSize(own), channels) : this;
  }

  /** Whether some values are whole images of what lies in this order. */
  boolean divides(int own, int size) {
    return !isChannelsLast() || size % imageSize(own) == 0;
  }

  private int imageSize(int own) {
    return own / images;
  }
}
