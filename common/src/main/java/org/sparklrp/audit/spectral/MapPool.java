package org.sparklrp.audit.spectral;

import org.sparklrp.measure.ConservativeGrid;

/**
 * Makes relevance maps of any size comparable: pooled to one grid, and from there to a direction of
 * length 1.
 *
 * <p>The direction keeps the sign and divides by the Euclidean norm; the signed sum, which
 * Lapuschkin et al. 2019 divide by, can be nearly zero. Before that the grid is smoothed by a
 * Gaussian of 3/32 of its side: what moves by less than a cell or two from image to image, as a
 * stamp does, then counts as being at the same place. Without it a mark at varying places falls
 * into many small clusters.
 *
 * @param grid the grid's side in cells, at least 2
 */
public record MapPool(int grid) {
  private static final double SMOOTHING = 3.0 / 32;
  private static final double REACH = 3;

  /** Checks the side. */
  public MapPool {
    if (grid < 2) {
      throw new IllegalArgumentException("A grid of " + grid + " cells a side shows no place");
    }
  }

  /** The number of cells. */
  public int cells() {
    return grid * grid;
  }

  /**
   * The sum of relevance in each cell, row-major.
   *
   * @param map one relevance per pixel, row-major
   * @param height its rows
   * @param width its columns
   */
  public float[] pooled(float[] map, int height, int width) {
    double[] values = new double[map.length];
    for (int pixel = 0; pixel < map.length; pixel++) {
      values[pixel] = map[pixel];
    }
    double[] cells = new ConservativeGrid(grid, grid).resample(values, height, width);
    float[] rounded = new float[cells.length];
    for (int cell = 0; cell < cells.length; cell++) {
      rounded[cell] = (float) cells[cell];
    }
    return rounded;
  }

  /** The smoothed pooled map, of length 1; all zero where the map is. */
  public float[] direction(float[] pooled) {
    double[] kernel = kernel();
    double[] rows = smoothedAndTransposed(pooled, kernel);
    float[] half = new float[rows.length];
    for (int cell = 0; cell < half.length; cell++) {
      half[cell] = (float) rows[cell];
    }
    return normalised(smoothedAndTransposed(half, kernel));
  }

  /** A vector of length 1; all zero where it is. */
  public static float[] normalised(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] * scale);
    }
    return unit;
  }

  private double[] kernel() {
    double deviation = SMOOTHING * grid;
    int reach = (int) Math.ceil(REACH * deviation);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      kernel[i + reach] = Math.exp(-i * i / (2 * deviation * deviation));
      sum += kernel[i + reach];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Smooths along the rows, mirrored at the border, and exchanges rows and columns. */
  private double[] smoothedAndTransposed(float[] from, double[] kernel) {
    int reach = kernel.length / 2;
    double[] to = new double[from.length];
    for (int line = 0; line < grid; line++) {
      for (int cell = 0; cell < grid; cell++) {
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
          sum += kernel[i + reach] * from[line * grid + mirrored(cell + i)];
        }
        to[cell * grid + line] = sum;
      }
    }
    return to;
  }

  private int mirrored(int cell) {
    int period = 2 * grid;
    int inside = Math.floorMod(cell, period);
    return inside < grid ? inside : period - 1 - inside;
  }
}
