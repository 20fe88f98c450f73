package org.sparklrp.image;

import java.io.Serializable;
import java.util.List;

/**
 * The values that preprocessed pixels can have.
 *
 * @param low the darkest pixel, one value or one per channel; empty where it is not known
 * @param high the brightest pixel, likewise
 */
public record PixelRange(List<Float> low, List<Float> high) implements Serializable {
  /** A range of which nothing is known. */
  public static final PixelRange UNKNOWN = new PixelRange(List.of(), List.of());

  /** Copies the lists. */
  public PixelRange {
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /** Whether both ends are known. */
  public boolean isKnown() {
    return !low.isEmpty() && !high.isEmpty();
  }

  /** The same range, with the ends of another where one is not known. */
  public PixelRange orElse(PixelRange other) {
    return new PixelRange(low.isEmpty() ? other.low : low, high.isEmpty() ? other.high : high);
  }
}
