package org.sparklrp.audit.evaluation;

import org.sparklrp.image.PixelImage;

/** A Gaussian blur: at borders the weights of what lies inside add up to 1. */
final class Blur {
  private static final double REACH = 3;

  private Blur() {}

  /**
   * The blurred values of an image.
   *
   * @param deviation standard deviation in pixels, above 0
   */
  static float[] of(PixelImage image, double deviation) {
    int reach = (int) Math.ceil(REACH * deviation);
    double[] weights = new double[reach + 1];
    for (int distance = 0; distance <= reach; distance++) {
      weights[distance] = Math.exp(-distance * distance / (2 * deviation * deviation));
    }
    int height = image.height();
    int width = image.width();
    int lines = image.channels() * height;
    double[] columns = new double[image.values().length];
    for (int line = 0; line < lines; line++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        double total = 0;
        for (int at = Math.max(0, x - reach); at <= Math.min(width - 1, x + reach); at++) {
          double weight = weights[Math.abs(at - x)];
          sum += weight * image.values()[line * width + at];
          total += weight;
        }
        columns[line * width + x] = sum / total;
      }
    }
    float[] blurred = new float[columns.length];
    for (int line = 0; line < lines; line++) {
      int y = line % height;
      for (int x = 0; x < width; x++) {
        double sum = 0;
        double total = 0;
        for (int at = Math.max(0, y - reach); at <= Math.min(height - 1, y + reach); at++) {
          double weight = weights[Math.abs(at - y)];
          sum += weight * columns[(line - y + at) * width + x];
          total += weight;
        }
        blurred[line * width + x] = (float) (sum / total);
      }
    }
    return blurred;
  }
}
