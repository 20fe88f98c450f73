package org.sparklrp.image;

import java.io.Serializable;

/**
 * What becomes of two things that a file may hold besides its colours.
 *
 * @param orientation whether the camera's note on how it was held counts
 * @param alpha what stands behind transparent pixels
 */
public record Decoding(Orientation orientation, Alpha alpha) implements Serializable {
  /** As pixels are stored, on white. */
  public static final Decoding PLAIN = new Decoding(Orientation.AS_STORED, Alpha.WHITE);

  /** How an image is turned. */
  public enum Orientation {
    /** Rows and columns as they are stored, as Pillow and torchvision read them. */
    AS_STORED,
    /** Turned and mirrored as the EXIF orientation says, as people see it. */
    EXIF
  }

  /** What stands behind transparent pixels. */
  public enum Alpha {
    /** White. */
    WHITE,
    /** Black. */
    BLACK,
    /** Nothing: the colours count as if all pixels were opaque, as Pillow converts to RGB. */
    DROP;

    /** A sample of this opacity, 0 to 255, over what stands behind it. */
    byte over(int sample, int opacity) {
      return switch (this) {
        case WHITE -> (byte) ((sample * opacity + 255 * (255 - opacity) + 127) / 255);
        case BLACK -> (byte) ((sample * opacity + 127) / 255);
        case DROP -> (byte) sample;
      };
    }
  }
}
