package org.sparklrp.bow.feature;

import org.sparklrp.image.PixelImage;

/** The planes a descriptor reads of an image whose channels are red, green and blue, or grey. */
public enum ColorSpace {
  /** One plane: 0.299 R + 0.587 G + 0.114 B, or the grey channel itself. */
  LUMA(1),
  /** The three channels as they are. */
  RGB(3),
  /** (R - G) / sqrt 2, (R + G - 2 B) / sqrt 6 and (R + G + B) / sqrt 3. */
  OPPONENT(3);

  private static final float[][] OPPONENT_AXES = {
    {(float) Math.sqrt(0.5), (float) -Math.sqrt(0.5), 0},
    {(float) Math.sqrt(1 / 6.0), (float) Math.sqrt(1 / 6.0), (float) -Math.sqrt(4 / 6.0)},
    {(float) Math.sqrt(1 / 3.0), (float) Math.sqrt(1 / 3.0), (float) Math.sqrt(1 / 3.0)}
  };
  private static final float[] LUMA_AXIS = {0.299f, 0.587f, 0.114f};

  private final int planes;

  ColorSpace(int planes) {
    this.planes = planes;
  }

  /** The number of planes. */
  public int planes() {
    return planes;
  }

  /** Whether an image of so many channels has these planes. */
  public boolean accepts(int channels) {
    return channels == 3 || (channels == 1 && this == LUMA);
  }

  /**
   * The planes of an image, each H x W row-major.
   *
   * @throws IllegalArgumentException where the image's channels do not fit
   */
  float[][] planesOf(PixelImage image) {
    if (!accepts(image.channels())) {
      throw new IllegalArgumentException(this + " planes of " + image.channels() + " channels");
    }
    if (image.channels() == 1) {
      return new float[][] {image.values()};
    }
    return switch (this) {
      case LUMA -> new float[][] {mix(image, LUMA_AXIS)};
      case RGB -> new float[][] {mix(image, 0), mix(image, 1), mix(image, 2)};
      case OPPONENT ->
          new float[][] {
            mix(image, OPPONENT_AXES[0]), mix(image, OPPONENT_AXES[1]), mix(image, OPPONENT_AXES[2])
          };
    };
  }

  private static float[] mix(PixelImage image, int channel) {
    float[] axis = new float[3];
    axis[channel] = 1;
    return mix(image, axis);
  }

  private static float[] mix(PixelImage image, float[] axis) {
    int area = image.height() * image.width();
    float[] rgb = image.values();
    float[] plane = new float[area];
    for (int i = 0; i < area; i++) {
      plane[i] = axis[0] * rgb[i] + axis[1] * rgb[area + i] + axis[2] * rgb[2 * area + i];
    }
    return plane;
  }
}
