package org.sparklrp.image;

/** The channels a classifier sees, and their order. */
public enum Channels {
  /** Red, green, blue. */
  RGB(3),
  /** Blue, green, red, as networks trained with Caffe or OpenCV expect. */
  BGR(3),
  /** Luminance alone: 0.299 red + 0.587 green + 0.114 blue, rounded. */
  GRAY(1);

  private final int count;

  Channels(int count) {
    this.count = count;
  }

  /** The number of channels. */
  public int count() {
    return count;
  }

  /** Which sample of a pixel becomes this channel. */
  int source(int channel) {
    return this == BGR ? 2 - channel : channel;
  }

  /** Drops the colour of an image if these channels have none. */
  DecodedImage reduce(DecodedImage image) {
    if (this != GRAY || image.isGray()) {
      return image;
    }
    byte[] rgb = image.samples();
    byte[] luminance = new byte[image.height() * image.width()];
    for (int pixel = 0; pixel < luminance.length; pixel++) {
      int red = rgb[3 * pixel] & 0xff;
      int green = rgb[3 * pixel + 1] & 0xff;
      int blue = rgb[3 * pixel + 2] & 0xff;
      luminance[pixel] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + (1 << 15)) >> 16);
    }
    return new DecodedImage(image.height(), image.width(), 1, luminance);
  }
}
