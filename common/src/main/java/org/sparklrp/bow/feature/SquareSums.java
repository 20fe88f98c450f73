package org.sparklrp.bow.feature;

import java.util.Arrays;

/**
 * The sums of orientation planes under the cells of all squares of a row, in two passes along one
 * axis each: a row of n squares costs 2 scale (W cells + n cells^2) products per orientation, where
 * each pixel of each square by itself would cost scale^2 n cells^2.
 */
final class SquareSums {
  private final OrientationPlanes planes;
  private final int orientations;
  private final CellWeights weights;
  private final double[] column;

  SquareSums(OrientationPlanes planes, int orientations, CellWeights weights) {
    this.planes = planes;
    this.orientations = orientations;
    this.weights = weights;
    this.column = new double[planes.rowLength()];
  }

  /**
   * The sums of neighbouring squares, a step apart.
   *
   * @param top the squares' first row, perhaps above the image
   * @param first the first square's first column, counted from the planes' origin
   * @param squares how many squares
   * @return a row of sums, one per square, for each of cells^2 x orientations bins
   */
  double[][] of(int top, int first, int squares) {
    int cells = weights.cells();
    double[][] bins = new double[cells * cells * orientations][squares];
    for (int orientation = 0; orientation < orientations; orientation++) {
      double[] plane = planes.plane(orientation);
      for (int row = 0; row < cells; row++) {
        sumColumns(plane, top, row);
        for (int cell = 0; cell < cells; cell++) {
          addRows(first, cell, bins[(row * cells + cell) * orientations + orientation]);
        }
      }
    }
    return bins;
  }

  private void sumColumns(double[] plane, int top, int cell) {
    Arrays.fill(column, 0);
    int end = Math.min(weights.end()[cell], planes.height() - top);
    for (int pixel = Math.max(weights.first()[cell], -top); pixel < end; pixel++) {
      addProducts(weights.weights()[cell][pixel], plane, (top + pixel) * column.length, column);
    }
  }

  private void addRows(int first, int cell, double[] sums) {
    for (int pixel = weights.first()[cell]; pixel < weights.end()[cell]; pixel++) {
      addProducts(weights.weights()[cell][pixel], column, planes.place(first + pixel), sums);
    }
  }

  private static void addProducts(double weight, double[] values, int from, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * values[from + i];
    }
  }
}
