package org.sparklrp.render;

/**
 * The colours of values without sign: from dark blue through green to yellow, ever lighter, as in
 * viridis (van der Walt and Smith 2015), readable without colours and by the colour-blind.
 */
public final class SequentialColors {
  /** Viridis at equal steps, mixed linearly in between. */
  private static final int[] ANCHORS = {
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
    0xfde725
  };

  private SequentialColors() {}

  /**
   * The colour of a value.
   *
   * @param value 0 to 1; beyond, the end of the scale; not a number: the darkest
   * @return 0xRRGGBB
   */
  public static int of(double value) {
    double place = Math.max(0, Math.min(1, value)) * (ANCHORS.length - 1);
    int below = (int) Math.min(ANCHORS.length - 2, Math.floor(place));
    return Canvas.mix(ANCHORS[below], ANCHORS[below + 1], place - below);
  }
}
