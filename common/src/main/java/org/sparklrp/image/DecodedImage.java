package org.sparklrp.image;

/**
 * An image as its file stores it: 8-bit samples, either grey or red, green and blue, with the
 * values a plain decoder gives. Embedded colour profiles are not applied and EXIF orientation is
 * not honoured, because the pipelines that train classifiers (PIL, torchvision) do neither by
 * default.
 *
 * @param height H in pixels
 * @param width W in pixels
 * @param channels 1 for grey, 3 for red, green, blue
 * @param samples H x W x channels unsigned values, index {@code (y * width + x) * channels + c};
 *     shared, not copied
 */
public record DecodedImage(int height, int width, int channels, byte[] samples) {
  /** Checks that the sizes are positive and agree with the number of samples. */
  public DecodedImage {
    if (height < 1
        || width < 1
        || (channels != 1 && channels != 3)
        || (long) channels * height * width != samples.length) {
      throw new IllegalArgumentException(
          "A decoded image of "
              + height
              + " x "
              + width
              + " x "
              + channels
              + " does not hold "
              + samples.length
              + " samples");
    }
  }

  /** Whether the image has no colour. */
  public boolean isGray() {
    return channels == 1;
  }

  /** Whether any pixel is other than grey; a grey image stored as red, green, blue has none. */
  public boolean hasColour() {
    if (isGray()) {
      return false;
    }
    for (int at = 0; at < samples.length; at += 3) {
      if (samples[at] != samples[at + 1] || samples[at] != samples[at + 2]) {
        return true;
      }
    }
    return false;
  }

  /**
   * The value of red (0), green (1) or blue (2) at a pixel, 0 to 255; of a grey image, the grey.
   */
  public int sample(int y, int x, int channel) {
    int offset = isGray() ? 0 : channel;
    return samples[(y * width + x) * channels + offset] & 0xff;
  }
}
