package org.sparklrp.image;

/**
 * How resizing finds the value between pixels, with the filters of PIL. Bilinear and bicubic widen
 * when they shrink an image, so that every pixel counts.
 */
public enum Interpolation {
  /** The pixel nearest to the place. */
  NEAREST(0),
  /** A triangle over two pixels. */
  BILINEAR(1),
  /** Keys' cubic over four pixels, a = -0.5. */
  BICUBIC(2);

  private final int support;

  Interpolation(int support) {
    this.support = support;
  }

  /** Half the width of the filter in pixels, before it is widened. */
  double support() {
    return support;
  }

  /** The weight of a pixel at a distance from the place, in (widened) pixels. */
  double weight(double distance) {
    double x = Math.abs(distance);
    if (this == BILINEAR) {
      return Math.max(0, 1 - x);
    }
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }
}
