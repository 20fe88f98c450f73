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
  private final double[] sums;

  SquareSums(OrientationPlanes planes, int orientations, CellWeights weights, int mostSquares) {
    this.planes = planes;
    this.orientations = orientations;
    this.weights = weights;
    this.column = new double[planes.rowLength()];
    this.sums = new double[mostSquares];
  }

  /**
   * The sums of neighbouring squares, a step apart.
   *
   * @param top the squares' first row, perhaps above the image
   * @param first the first square's first column, counted from the planes' origin
   * @param histograms one row of cells^2 x orientations per square
   */
  void add(int top, int first, double[][] histograms) {
    int cells = weights.cells();
    for (int orientation = 0; orientation < orientations; orientation++) {
      float[] plane = planes.plane(orientation);
      for (int row = 0; row < cells; row++) {
        sumColumns(plane, top, row);
        for (int cell = 0; cell < cells; cell++) {
          sumRows(first, cell, histograms.length);
          int bin = (row * cells + cell) * orientations + orientation;
          for (int square = 0; square < histograms.length; square++) {
            histograms[square][bin] = sums[square];
          }
        }
      }
    }
  }

  private void sumColumns(float[] plane, int top, int cell) {
    Arrays.fill(column, 0);
    int length = column.length;
    int end = Math.min(weights.end()[cell], planes.height() - top);
    for (int pixel = Math.max(weights.first()[cell], -top); pixel < end; pixel++) {
      double weight = weights.weights()[cell][pixel];
      int from = (top + pixel) * length;
      for (int i = 0; i < length; i++) {
        column[i] += weight * plane[from + i];
      }
    }
  }

  private void sumRows(int first, int cell, int squares) {
    Arrays.fill(sums, 0, squares, 0);
    for (int pixel = weights.first()[cell]; pixel < weights.end()[cell]; pixel++) {
      double weight = weights.weights()[cell][pixel];
      int from = planes.place(first + pixel);
      for (int square = 0; square < squares; square++) {
        sums[square] += weight * column[from + square];
      }
    }
  }
}
