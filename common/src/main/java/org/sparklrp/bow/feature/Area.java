package org.sparklrp.bow.feature;

/**
 * The pixels a local feature was computed from: a rectangle inside the image.
 *
 * @param left first column
 * @param top first row
 * @param right first column behind it
 * @param bottom first row below it
 */
public record Area(int left, int top, int right, int bottom) {
  /** Checks that the rectangle holds at least one pixel. */
  public Area {
    if (left < 0 || top < 0 || right <= left || bottom <= top) {
      throw new IllegalArgumentException(
          "No pixel lies in " + left + ".." + right + " x " + top + ".." + bottom);
    }
  }

  /** A square of {@code side} pixels from a corner that may lie outside, clipped to the image. */
  public static Area clipped(int left, int top, int side, int width, int height) {
    return new Area(
        Math.max(0, left),
        Math.max(0, top),
        Math.min(width, left + side),
        Math.min(height, top + side));
  }

  /** The number of pixels. */
  public int size() {
    return (right - left) * (bottom - top);
  }

  /** Twice the centre's column: a whole number. */
  public int doubledCenterX() {
    return left + right;
  }

  /** Twice the centre's row: a whole number. */
  public int doubledCenterY() {
    return top + bottom;
  }
}
