package org.sparklrp.bow.explain;

/**
 * Points of a segment at which a gradient is taken, with the weights of its mean along the segment.
 *
 * @param shares places between the start, 0, and the end, 1
 * @param weights of the gradients there; their sum is 1
 */
record Quadrature(double[] shares, double[] weights) {
  /** The start alone: an expansion to first order. */
  static final Quadrature START = new Quadrature(new double[] {0}, new double[] {1});

  /**
   * Eight points of Gauss and Legendre over s, where t = s^2 (3 - 2 s) is the share of the way:
   * they stand closer at both ends, where kernels with a quotient bend while a word comes or goes.
   */
  static final Quadrature GAUSS =
      graded(
          new double[] {
            0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363
          },
          new double[] {
            0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763
          });

  /** From the points on the right of -1 to 1 to all points of 0 to 1, and from s to t. */
  private static Quadrature graded(double[] points, double[] weights) {
    int half = points.length;
    double[] shares = new double[2 * half];
    double[] all = new double[2 * half];
    for (int i = 0; i < 2 * half; i++) {
      int point = i < half ? half - 1 - i : i - half;
      double s = (1 + (i < half ? -points[point] : points[point])) / 2;
      shares[i] = s * s * (3 - 2 * s);
      all[i] = weights[point] / 2 * 6 * s * (1 - s);
    }
    return new Quadrature(shares, all);
  }
}
