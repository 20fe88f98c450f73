package org.sparklrp.bow.feature;

/**
 * The planes of one image.
 *
 * @param values one array per plane, H x W row-major
 * @param width W in pixels
 * @param height H in pixels
 */
public record Planes(float[][] values, int width, int height) {
  /** The number of planes. */
  public int count() {
    return values.length;
  }

  /** The pixel at this place of a plane; outside the image, the nearest one inside. */
  public float at(int plane, int x, int y) {
    int inX = Math.max(0, Math.min(width - 1, x));
    int inY = Math.max(0, Math.min(height - 1, y));
    return values[plane][inY * width + inX];
  }
}
