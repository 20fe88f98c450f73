package org.sparklrp.bow.feature;

/**
 * How much a pixel counts for a cell of SIFT's square, along one axis: the Gaussian around the
 * square's middle times the linear share between cell centres. Both are products of one factor per
 * axis, so that these weights are all there is to a square.
 *
 * @param weights per cell, per pixel of the side
 * @param first per cell the first pixel that counts
 * @param end per cell the first pixel behind those
 */
record CellWeights(double[][] weights, int[] first, int[] end) {
  /** The Gaussian's sigma as a share of the square's side. */
  private static final double WINDOW_SHARE = 0.5;

  /** The weights of squares with so many cells along a side of so many pixels each. */
  static CellWeights of(int cells, int scale, Anchor anchor) {
    int side = cells * scale;
    double[][] weights = new double[cells][side];
    int[] first = new int[cells];
    int[] end = new int[cells];
    for (int cell = 0; cell < cells; cell++) {
      first[cell] = side;
      for (int pixel = 0; pixel < side; pixel++) {
        double place =
            anchor == Anchor.CENTRE ? (pixel + 0.5) / scale - 0.5 : (double) pixel / scale;
        double share = 1 - Math.abs(place - cell);
        if (share > 0) {
          weights[cell][pixel] = share * window(pixel, side);
          first[cell] = Math.min(first[cell], pixel);
          end[cell] = pixel + 1;
        }
      }
    }
    return new CellWeights(weights, first, end);
  }

  private static double window(int pixel, int side) {
    double away = (pixel + 0.5 - side / 2.0) / (WINDOW_SHARE * side);
    return Math.exp(-0.5 * away * away);
  }

  /** The number of cells along a side. */
  int cells() {
    return weights.length;
  }

  /** The sum of all pixels' weights for all cells, along both axes. */
  double total() {
    double sum = 0;
    for (double[] cell : weights) {
      for (double weight : cell) {
        sum += weight;
      }
    }
    return sum * sum;
  }
}
