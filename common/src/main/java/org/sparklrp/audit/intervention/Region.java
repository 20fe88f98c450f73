package org.sparklrp.audit.intervention;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Cells of a square grid over the image: where a group of images has its relevance.
 *
 * @param grid the grid's side in cells
 * @param inside for each cell, row-major, whether it belongs to the region
 */
public record Region(int grid, boolean[] inside) implements Serializable {
  private static final int BINS = 256;

  /**
   * The cells with much relevance, cut by Otsu's threshold (Otsu 1979): the cut that leaves the
   * least variance on its two sides. Empty where all cells are equal.
   *
   * @param values one per cell, at least 0
   */
  public static Region of(int grid, double[] values) {
    double most = Arrays.stream(values).max().orElse(0);
    double least = Arrays.stream(values).min().orElse(0);
    boolean[] inside = new boolean[values.length];
    if (!(most > least)) {
      return new Region(grid, inside);
    }
    double cut = least + (most - least) * threshold(values, least, most) / BINS;
    for (int cell = 0; cell < values.length; cell++) {
      inside[cell] = values[cell] >= cut;
    }
    return new Region(grid, inside);
  }

  /** The number of the first bin above the cut. */
  private static int threshold(double[] values, double least, double most) {
    double[] counts = new double[BINS];
    double total = 0;
    for (double value : values) {
      int bin = (int) Math.min(BINS - 1, BINS * (value - least) / (most - least));
      counts[bin]++;
      total += bin;
    }
    int best = BINS;
    double widest = -1;
    double below = 0;
    double sum = 0;
    for (int bin = 0; bin < BINS - 1; bin++) {
      below += counts[bin];
      sum += bin * counts[bin];
      double above = values.length - below;
      if (below > 0 && above > 0) {
        double apart = sum / below - (total - sum) / above;
        double between = below * above * apart * apart;
        if (between > widest) {
          widest = between;
          best = bin + 1;
        }
      }
    }
    return best;
  }

  /** The number of its cells. */
  public int cells() {
    int cells = 0;
    for (boolean cell : inside) {
      cells += cell ? 1 : 0;
    }
    return cells;
  }

  /** The share of a sum over cells that lies inside; 0 where there is nothing. */
  public double share(double[] values) {
    double within = 0;
    double all = 0;
    for (int cell = 0; cell < values.length; cell++) {
      all += values[cell];
      within += inside[cell] ? values[cell] : 0;
    }
    return all > 0 ? within / all : 0;
  }

  /** How many cells lie in both. */
  public int common(Region other) {
    int common = 0;
    for (int cell = 0; cell < inside.length; cell++) {
      common += inside[cell] && other.inside[cell] ? 1 : 0;
    }
    return common;
  }

  /** Its first and last row and column: top, left, bottom, right, the last two not included. */
  public int[] box() {
    int[] box = {grid, grid, 0, 0};
    for (int cell = 0; cell < inside.length; cell++) {
      if (inside[cell]) {
        box[0] = Math.min(box[0], cell / grid);
        box[1] = Math.min(box[1], cell % grid);
        box[2] = Math.max(box[2], cell / grid + 1);
        box[3] = Math.max(box[3], cell % grid + 1);
      }
    }
    return cells() == 0 ? new int[4] : box;
  }

  /** The same shape elsewhere; what would lie outside the grid is cut off. */
  public Region moved(int down, int right) {
    boolean[] moved = new boolean[inside.length];
    for (int row = 0; row < grid; row++) {
      for (int column = 0; column < grid; column++) {
        int fromRow = row - down;
        int fromColumn = column - right;
        moved[row * grid + column] =
            fromRow >= 0
                && fromRow < grid
                && fromColumn >= 0
                && fromColumn < grid
                && inside[fromRow * grid + fromColumn];
      }
    }
    return new Region(grid, moved);
  }

  /** For each pixel of an image, row-major, whether its middle lies inside. */
  public boolean[] pixels(int height, int width) {
    boolean[] pixels = new boolean[height * width];
    for (int row = 0; row < height; row++) {
      int cellRow = (2 * row + 1) * grid / (2 * height);
      for (int column = 0; column < width; column++) {
        int cellColumn = (2 * column + 1) * grid / (2 * width);
        pixels[row * width + column] = inside[cellRow * grid + cellColumn];
      }
    }
    return pixels;
  }
}
