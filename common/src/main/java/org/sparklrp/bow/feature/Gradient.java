package org.sparklrp.bow.feature;

/**
 * Central differences of a smoothed plane, H x W each.
 *
 * @param width W in pixels
 * @param alongX the difference to the right
 * @param alongY the difference downwards
 */
record Gradient(int width, float[] alongX, float[] alongY) {
  private static final double REACH_IN_SIGMAS = 3;

  /**
   * The gradient of a plane; beyond the border the nearest pixel inside counts.
   *
   * @param sigma of the Gaussian in pixels, 0: none
   */
  static Gradient of(float[] plane, int width, int height, double sigma) {
    float[] smooth = smooth(plane, width, height, sigma);
    float[] alongX = new float[plane.length];
    float[] alongY = new float[plane.length];
    for (int y = 0; y < height; y++) {
      int above = Math.max(0, y - 1) * width;
      int below = Math.min(height - 1, y + 1) * width;
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        alongX[at] =
            smooth[y * width + Math.min(width - 1, x + 1)] - smooth[y * width + Math.max(0, x - 1)];
        alongY[at] = smooth[below + x] - smooth[above + x];
      }
    }
    return new Gradient(width, alongX, alongY);
  }

  /** H in pixels. */
  int height() {
    return alongX.length / width;
  }

  private static float[] smooth(float[] plane, int width, int height, double sigma) {
    if (sigma == 0) {
      return plane;
    }
    int reach = (int) Math.ceil(REACH_IN_SIGMAS * sigma);
    float[] weights = new float[2 * reach + 1];
    double total = 0;
    for (int i = -reach; i <= reach; i++) {
      total += Math.exp(-0.5 * i * i / (sigma * sigma));
    }
    for (int i = -reach; i <= reach; i++) {
      weights[i + reach] = (float) (Math.exp(-0.5 * i * i / (sigma * sigma)) / total);
    }
    float[] alongX = new float[plane.length];
    float[] both = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int i = -reach; i <= reach; i++) {
        addShifted(plane, y * width, width, i, weights[i + reach], alongX);
      }
    }
    for (int y = 0; y < height; y++) {
      for (int i = -reach; i <= reach; i++) {
        int from = Math.max(0, Math.min(height - 1, y + i)) * width;
        float weight = weights[i + reach];
        for (int x = 0; x < width; x++) {
          both[y * width + x] += weight * alongX[from + x];
        }
      }
    }
    return both;
  }

  /** Adds a row moved to the left, its border pixels standing for those beyond. */
  private static void addShifted(
      float[] plane, int row, int width, int shift, float weight, float[] sums) {
    for (int x = 0; x < width; x++) {
      sums[row + x] += weight * plane[row + Math.max(0, Math.min(width - 1, x + shift))];
    }
  }
}
