package org.sparklrp.bow.feature;

import boofcv.struct.image.GrayF32;

/**
 * Central differences of a smoothed plane, framed by zeros, so that squares which overhang the
 * image count only what lies inside. Done here rather than by BoofCV, whose filters start threads
 * of their own.
 *
 * @param alongX the difference to the right
 * @param alongY the difference downwards
 */
record Gradient(GrayF32 alongX, GrayF32 alongY) {
  private static final double REACH_IN_SIGMAS = 3;

  /**
   * The gradient of a plane.
   *
   * @param sigma of the Gaussian in pixels, 0: none
   * @param frame width of the frame of zeros in pixels
   */
  static Gradient of(float[] plane, int width, int height, double sigma, int frame) {
    Planes smooth = new Planes(new float[][] {smooth(plane, width, height, sigma)}, width, height);
    GrayF32 alongX = new GrayF32(width + 2 * frame, height + 2 * frame);
    GrayF32 alongY = new GrayF32(width + 2 * frame, height + 2 * frame);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y + frame) * alongX.stride + x + frame;
        alongX.data[at] = smooth.at(0, x + 1, y) - smooth.at(0, x - 1, y);
        alongY.data[at] = smooth.at(0, x, y + 1) - smooth.at(0, x, y - 1);
      }
    }
    return new Gradient(alongX, alongY);
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
    Planes rows = new Planes(new float[][] {plane}, width, height);
    float[] alongX = new float[plane.length];
    float[] both = new float[plane.length];
    Planes columns = new Planes(new float[][] {alongX}, width, height);
    for (int at = 0; at < plane.length; at++) {
      for (int i = -reach; i <= reach; i++) {
        alongX[at] += weights[i + reach] * rows.at(0, at % width + i, at / width);
      }
    }
    for (int at = 0; at < plane.length; at++) {
      for (int i = -reach; i <= reach; i++) {
        both[at] += weights[i + reach] * columns.at(0, at % width, at / width + i);
      }
    }
    return both;
  }
}
