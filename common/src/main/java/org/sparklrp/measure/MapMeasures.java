package org.sparklrp.measure;

import java.util.Arrays;
import org.sparklrp.relevance.RelevanceMap;

/**
 * What one relevance map comes to, in numbers that tables can hold. Sums run over all values of all
 * channels; the measures of spread and place run over |R| per pixel, where R is the signed sum over
 * the channels. All arithmetic is in double precision; every measure of an all-zero map is defined.
 *
 * @param relevanceSum the sum of all values
 * @param positiveSum the sum of the positive values
 * @param negativeSum the sum of the negative values, at most 0
 * @param gini inequality of |R| over the pixels: 0 if all are equal (or all zero), {@code 1 - 1 /
 *     n} if one of n pixels holds everything
 * @param entropy of the distribution |R| / sum |R|, in nats: 0 if one pixel holds everything (or
 *     all are zero), {@code ln n} if n pixels hold equal shares
 * @param centerY the mean row, weighted by |R|, in pixels from the centre of the first row; of an
 *     all-zero map, the middle
 * @param centerX the mean column, likewise
 */
public record MapMeasures(
    double relevanceSum,
    double positiveSum,
    double negativeSum,
    double gini,
    double entropy,
    double centerY,
    double centerX) {

  /** Measures one map; costs one sort of its pixels. */
  public static MapMeasures of(RelevanceMap map) {
    double positive = 0;
    double negative = 0;
    for (float value : map.values()) {
      positive += Math.max(value, 0);
      negative += Math.min(value, 0);
    }
    float[] pixels = map.signedSum();
    double total = 0;
    double rows = 0;
    double columns = 0;
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      int row = pixel / map.width();
      int column = pixel % map.width();
      pixels[pixel] = Math.abs(pixels[pixel]);
      total += pixels[pixel];
      rows += (double) row * pixels[pixel];
      columns += (double) column * pixels[pixel];
    }
    double sum = positive + negative;
    if (total == 0) {
      return new MapMeasures(
          sum, positive, negative, 0, 0, (map.height() - 1) / 2.0, (map.width() - 1) / 2.0);
    }
    return new MapMeasures(
        sum,
        positive,
        negative,
        gini(pixels, total),
        entropy(pixels, total),
        rows / total,
        columns / total);
  }

  /** The Gini coefficient {@code sum_i (2 i - n - 1) x_i / (n sum x)} over ascending x. */
  private static double gini(float[] magnitudes, double total) {
    float[] ascending = magnitudes.clone();
    Arrays.sort(ascending);
    int n = ascending.length;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      weighted += (2.0 * (i + 1) - n - 1) * ascending[i];
    }
    return weighted / (n * total);
  }

  private static double entropy(float[] magnitudes, double total) {
    double entropy = 0;
    for (float magnitude : magnitudes) {
      double share = magnitude / total;
      if (share > 0) {
        entropy -= share * Math.log(share);
      }
    }
    return entropy;
  }
}
