package org.sparklrp.config;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;

/**
 * The image without content that some methods compare with, after preprocessing.
 *
 * @param kind how it is found
 * @param values for {@link Kind#VALUES}: one, or one per channel; else empty
 */
public record Baseline(Kind kind, List<Float> values) implements Serializable {
  /** Zero everywhere after preprocessing: the mean colour where a mean is subtracted. */
  public static final Baseline ZERO = new Baseline(Kind.ZERO, List.of());

  /** Copies the list. */
  public Baseline {
    values = List.copyOf(values);
  }

  /** How a baseline is found. */
  public enum Kind {
    /** 0 everywhere. */
    ZERO,
    /** The darkest pixel. */
    BLACK,
    /** The middle between the darkest and the brightest pixel. */
    GRAY,
    /** The brightest pixel. */
    WHITE,
    /** Given values. */
    VALUES
  }

  /**
   * The baseline's value of each channel.
   *
   * @param channels how many there are
   * @param pixels the darkest and the brightest pixel, as far as they are known
   * @throws UserException when a bound is needed and unknown, or the number of values is wrong
   */
  public float[] perChannel(int channels, PixelRange pixels) {
    float[] result = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      result[channel] =
          switch (kind) {
            case ZERO -> 0f;
            case VALUES -> value(values, channel, channels, "method.baseline");
            case BLACK -> value(pixels.low(), channel, channels, "method.low");
            case WHITE -> value(pixels.high(), channel, channels, "method.high");
            case GRAY ->
                (value(pixels.low(), channel, channels, "method.low")
                        + value(pixels.high(), channel, channels, "method.high"))
                    / 2;
          };
    }
    return result;
  }

  private static float value(List<Float> values, int channel, int channels, String key) {
    if (values.size() != 1 && values.size() != channels) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot make the baseline: %s has %d values for %d channels; give one, or one per channel",
              key,
              values.size(),
              channels));
    }
    return values.get(channel % values.size());
  }
}
