package org.sparklrp.bow.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Regular positions for square features, centred in the image.
 *
 * @param step pixels between neighbouring positions, at least 1
 * @param border whether areas may overhang the image
 */
public record DenseGrid(int step, Border border) implements Serializable {
  /** Checks the step. */
  public DenseGrid {
    if (step < 1) {
      throw new IllegalArgumentException("A grid's step is at least 1, not " + step);
    }
  }

  /** The upper left corner of a feature's square; negative where it overhangs. */
  public record Corner(int left, int top) {}

  /**
   * The corners of all squares, row by row; empty where none fits.
   *
   * @param side the squares' side in pixels
   */
  public List<Corner> corners(int side, int width, int height) {
    List<Corner> corners = new ArrayList<>();
    for (int top : offsets(side, height)) {
      for (int left : offsets(side, width)) {
        corners.add(new Corner(left, top));
      }
    }
    return corners;
  }

  /** Whether squares of this side have a place in an image. */
  public boolean fits(int side, int width, int height) {
    return Math.min(width, height) >= side - 2 * overhang(side);
  }

  /** How far a square may reach over the border: its centre stays inside. */
  private int overhang(int side) {
    return border == Border.INSIDE ? 0 : (side - 1) / 2;
  }

  private int[] offsets(int side, int length) {
    int overhang = overhang(side);
    int first = -overhang;
    int last = length - side + overhang;
    if (last < first) {
      return new int[0];
    }
    int count = (last - first) / step + 1;
    int slack = (last - first) % step / 2;
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = first + slack + i * step;
    }
    return offsets;
  }
}
