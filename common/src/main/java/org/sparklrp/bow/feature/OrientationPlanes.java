package org.sparklrp.bow.feature;

/**
 * A gradient's magnitude, shared out linearly between the two nearest of several orientations: one
 * plane per orientation. The columns from {@code origin} on stand in {@code step} groups, those a
 * step apart side by side, so that loops over neighbouring squares run over neighbouring values.
 * Columns outside the image are zeros.
 */
final class OrientationPlanes {
  private final int height;
  private final int step;
  private final int groupLength;
  private final double[][] planes;

  /**
   * The planes of a gradient.
   *
   * @param origin the first column, perhaps left of the image
   * @param columns how many columns
   */
  OrientationPlanes(Gradient gradient, int orientations, int origin, int columns, int step) {
    this.height = gradient.height();
    this.step = step;
    this.groupLength = (columns + step - 1) / step;
    this.planes = new double[orientations][height * rowLength()];
    int first = Math.max(0, origin);
    int end = Math.min(gradient.width(), origin + columns);
    for (int y = 0; y < height; y++) {
      for (int x = first; x < end; x++) {
        share(gradient, y * gradient.width() + x, y * rowLength() + place(x - origin));
      }
    }
  }

  private void share(Gradient gradient, int from, int to) {
    double right = gradient.alongX()[from];
    double down = gradient.alongY()[from];
    double magnitude = Math.sqrt(right * right + down * down);
    if (magnitude == 0) {
      return;
    }
    double turn = Math.atan2(down, right) / (2 * Math.PI) * planes.length;
    double bin = turn < 0 ? turn + planes.length : turn;
    int below = (int) bin;
    double above = bin - below;
    planes[below % planes.length][to] += magnitude * (1 - above);
    planes[(below + 1) % planes.length][to] += magnitude * above;
  }

  int height() {
    return height;
  }

  /** The number of values of a row. */
  int rowLength() {
    return groupLength * step;
  }

  /** Where in a row a column stands, counted from the origin. */
  int place(int column) {
    return column % step * groupLength + column / step;
  }

  /** The plane of an orientation; shared: read only. */
  double[] plane(int orientation) {
    return planes[orientation];
  }
}
