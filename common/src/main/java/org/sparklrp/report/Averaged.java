package org.sparklrp.report;

/**
 * Values on a grid that is no larger than asked: each cell is the mean of the cells it covers.
 *
 * @param height in cells
 * @param width in cells
 * @param values row-major
 */
record Averaged(int height, int width, float[] values) {
  /**
   * Averages.
   *
   * @param values row-major
   * @param width in cells
   * @param side of the result at most; the proportions stay
   */
  static Averaged of(float[] values, int width, int side) {
    int height = values.length / width;
    int longer = Math.max(height, width);
    if (longer <= side) {
      return new Averaged(height, width, values);
    }
    int newHeight = Math.max(1, Math.round((float) height * side / longer));
    int newWidth = Math.max(1, Math.round((float) width * side / longer));
    float[] means = new float[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int top = y * height / newHeight;
        int bottom = Math.max(top + 1, (y + 1) * height / newHeight);
        int left = x * width / newWidth;
        int right = Math.max(left + 1, (x + 1) * width / newWidth);
        double sum = 0;
        for (int row = top; row < bottom; row++) {
          for (int column = left; column < right; column++) {
            sum += values[row * width + column];
          }
        }
        means[y * newWidth + x] = (float) (sum / ((bottom - top) * (right - left)));
      }
    }
    return new Averaged(newHeight, newWidth, means);
  }

  /** The largest absolute value. */
  double largest() {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
