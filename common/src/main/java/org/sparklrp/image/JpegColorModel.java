package org.sparklrp.image;

/**
 * What the components of a JPEG mean, told as libjpeg tells it, and how they become grey or red,
 * green, blue: with libjpeg's fixed-point arithmetic (16 fraction bits), and for inks with the
 * plain product PIL uses, {@code red = (255 - cyan) * (255 - black) / 255}, inks being stored
 * inverted as Adobe's programs write them. Profiles are not applied.
 */
enum JpegColorModel {
  GRAY(1),
  RGB(3),
  YCBCR(3),
  CMYK(4),
  YCCK(4);

  private static final int HALF = 1 << 15;
  private static final int CR_TO_RED = fixed(1.40200);
  private static final int CB_TO_BLUE = fixed(1.77200);
  private static final int CR_TO_GREEN = -fixed(0.71414);
  private static final int CB_TO_GREEN = -fixed(0.34414);

  private final int components;

  JpegColorModel(int components) {
    this.components = components;
  }

  /**
   * The model of a stream.
   *
   * @param componentIds the identifiers in the frame header
   * @param jfif whether a JFIF segment was seen
   * @param adobeTransform the transform of the Adobe segment, -1 where there is none
   */
  static JpegColorModel of(int[] componentIds, boolean jfif, int adobeTransform)
      throws ImageException {
    return switch (componentIds.length) {
      case 1 -> GRAY;
      case 3 -> isPlainRgb(componentIds, jfif, adobeTransform) ? RGB : YCBCR;
      case 4 -> adobeTransform == 2 ? YCCK : CMYK;
      default ->
          throw ImageException.decode(
              "The JPEG has " + componentIds.length + " components; 1, 3 or 4 are supported");
    };
  }

  private static boolean isPlainRgb(int[] ids, boolean jfif, int adobeTransform) {
    if (jfif) {
      return false;
    }
    if (adobeTransform >= 0) {
      return adobeTransform == 0;
    }
    return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
  }

  /** The number of components this model has. */
  int components() {
    return components;
  }

  /** Turns stored components, interleaved by pixel, into an image. */
  DecodedImage decode(int height, int width, byte[] stored) {
    if (this == GRAY || this == RGB) {
      return new DecodedImage(height, width, components, stored);
    }
    byte[] samples = components == 3 ? stored : new byte[height * width * 3];
    int from = 0;
    for (int to = 0; to < samples.length; to += 3) {
      if (this == CMYK) {
        System.arraycopy(stored, from, samples, to, 3);
      } else {
        luminanceToRgb(stored, from, samples, to);
      }
      if (this == YCCK) {
        invert(samples, to);
      }
      if (components == 4) {
        darken(samples, to, stored[from + 3] & 0xff);
      }
      from += components;
    }
    return new DecodedImage(height, width, 3, samples);
  }

  private static void luminanceToRgb(byte[] stored, int from, byte[] samples, int to) {
    int y = stored[from] & 0xff;
    int cb = (stored[from + 1] & 0xff) - 128;
    int cr = (stored[from + 2] & 0xff) - 128;
    samples[to] = clamp(y + ((CR_TO_RED * cr + HALF) >> 16));
    samples[to + 1] = clamp(y + ((CB_TO_GREEN * cb + CR_TO_GREEN * cr + HALF) >> 16));
    samples[to + 2] = clamp(y + ((CB_TO_BLUE * cb + HALF) >> 16));
  }

  /** Inks are transformed as the colours they leave, and stored inverted again. */
  private static void invert(byte[] samples, int at) {
    for (int channel = at; channel < at + 3; channel++) {
      samples[channel] = (byte) (255 - (samples[channel] & 0xff));
    }
  }

  /** Covers a pixel with black ink; {@code light} is what black leaves, 0 to 255. */
  private static void darken(byte[] samples, int at, int light) {
    for (int channel = at; channel < at + 3; channel++) {
      int ink = 255 - (samples[channel] & 0xff);
      int product = ink * light + 128;
      samples[channel] = clamp(light - (((product >> 8) + product) >> 8));
    }
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << 16) + 0.5);
  }
}
