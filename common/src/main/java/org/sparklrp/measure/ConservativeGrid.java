package org.sparklrp.measure;

/**
 * Brings maps of any size onto one grid and keeps their sum: each pixel spreads its relevance
 * evenly over the area it covers. Interpolation would not do, for relevance is a quantity and not a
 * brightness. Cost: O(h w + H W) per map.
 *
 * @param height H of the grid in cells
 * @param width W of the grid in cells
 */
public record ConservativeGrid(int height, int width) {
  /** A map of {@code fromHeight} x {@code fromWidth} values on this grid. */
  public double[] resample(double[] map, int fromHeight, int fromWidth) {
    if (fromHeight == height && fromWidth == width) {
      return map;
    }
    double[] columns = spreadAndTranspose(map, fromHeight, fromWidth, width);
    return spreadAndTranspose(columns, width, fromHeight, height);
  }

  /**
   * Spreads every line of a row-major array onto {@code cells} cells. In units of a line's length
   * times the number of cells, value j covers j cells to (j + 1) cells, and cell i covers i length
   * to (i + 1) length: whole numbers, so that shares add up to one.
   */
  private static double[] spreadAndTranspose(double[] from, int lines, int length, int cells) {
    double[] to = new double[cells * lines];
    for (int j = 0; j < length; j++) {
      long left = (long) j * cells;
      long right = left + cells;
      for (int i = (int) (left / length); (long) i * length < right; i++) {
        long overlap = Math.min(right, (i + 1L) * length) - Math.max(left, (long) i * length);
        double share = (double) overlap / cells;
        for (int line = 0; line < lines; line++) {
          to[i * lines + line] += share * from[line * length + j];
        }
      }
    }
    return to;
  }
}
