package org.sparklrp.bow.explain;

import java.util.List;
import org.sparklrp.bow.feature.Area;
import org.sparklrp.relevance.RelevanceMap;

/**
 * Step 3: the relevance of pixels. R_q = sum over features l with q in area(l) of R_l / |area(l)|.
 * Features are entered at the corners of their areas and summed up at the end, so that an image of
 * N pixels with M features costs M + N additions however large the areas.
 */
final class PixelRelevance {
  private final int width;
  private final int height;
  private final double[] corners;

  PixelRelevance(int width, int height) {
    this.width = width;
    this.height = height;
    this.corners = new double[(width + 1) * (height + 1)];
  }

  /** Adds features with their relevance R_l. */
  void add(List<Area> areas, double[] relevance) {
    int stride = width + 1;
    for (int feature = 0; feature < relevance.length; feature++) {
      Area area = areas.get(feature);
      double perPixel = relevance[feature] / area.size();
      corners[area.top() * stride + area.left()] += perPixel;
      corners[area.top() * stride + area.right()] -= perPixel;
      corners[area.bottom() * stride + area.left()] -= perPixel;
      corners[area.bottom() * stride + area.right()] += perPixel;
    }
  }

  /** R_q, H x W row-major. */
  double[] sums() {
    double[] sums = new double[width * height];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        row += corners[y * (width + 1) + x];
        sums[y * width + x] = row + (y > 0 ? sums[(y - 1) * width + x] : 0);
      }
    }
    return sums;
  }

  /**
   * The pixels as a map of one channel. Each value's rounding to float32 is made up for by the
   * next, so that the map's sum is the sum in double precision to within one rounding.
   */
  static RelevanceMap rounded(double[] pixels, int width, int height) {
    float[] values = new float[pixels.length];
    double carried = 0;
    for (int i = 0; i < values.length; i++) {
      double exact = pixels[i] + carried;
      values[i] = (float) exact;
      carried = exact - values[i];
    }
    return new RelevanceMap(1, height, width, values);
  }
}
