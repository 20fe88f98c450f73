package org.sparklrp.image;

import java.util.Arrays;

/**
 * Changes the size of 8-bit images exactly as PIL does: first the rows, then the columns, with
 * filter weights in 22-bit fixed point and every intermediate value rounded to 8 bits. Classifiers
 * are trained behind this arithmetic, so agreement to the last bit is worth more than precision.
 * Cost: O(H W' k + H' W' k) for filters of k pixels.
 */
final class Resizing {
  private static final int FRACTION_BITS = 22;
  private static final int HALF = 1 << (FRACTION_BITS - 1);

  private Resizing() {}

  /** The image with this height and width; the same object where nothing changes. */
  static DecodedImage resize(DecodedImage image, int height, int width, Interpolation filter) {
    DecodedImage rows =
        width == image.width() ? image : alongRows(image, Taps.of(filter, image.width(), width));
    return height == image.height()
        ? rows
        : alongColumns(rows, Taps.of(filter, image.height(), height));
  }

  private static DecodedImage alongRows(DecodedImage image, Taps taps) {
    int channels = image.channels();
    int width = taps.count();
    byte[] from = image.samples();
    byte[] to = new byte[image.height() * width * channels];
    int out = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width();
      for (int x = 0; x < width; x++) {
        int[] weights = taps.weights[x];
        int start = (row + taps.first[x]) * channels;
        for (int channel = 0; channel < channels; channel++) {
          int sum = HALF;
          int at = start + channel;
          for (int weight : weights) {
            sum += (from[at] & 0xff) * weight;
            at += channels;
          }
          to[out++] = rounded(sum);
        }
      }
    }
    return new DecodedImage(image.height(), width, channels, to);
  }

  /** Adds whole rows, which the compiler turns into vector instructions. */
  private static DecodedImage alongColumns(DecodedImage image, Taps taps) {
    int rowLength = image.width() * image.channels();
    byte[] from = image.samples();
    byte[] to = new byte[taps.count() * rowLength];
    int[] sums = new int[rowLength];
    for (int y = 0; y < taps.count(); y++) {
      Arrays.fill(sums, HALF);
      int start = taps.first[y] * rowLength;
      for (int weight : taps.weights[y]) {
        for (int i = 0; i < rowLength; i++) {
          sums[i] += (from[start + i] & 0xff) * weight;
        }
        start += rowLength;
      }
      for (int i = 0; i < rowLength; i++) {
        to[y * rowLength + i] = rounded(sums[i]);
      }
    }
    return new DecodedImage(taps.count(), image.width(), image.channels(), to);
  }

  private static byte rounded(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> FRACTION_BITS));
  }

  /** Which source pixels, with which weights, make each pixel along one axis. */
  private static final class Taps {
    final int[] first;
    final int[][] weights;

    private Taps(int count) {
      first = new int[count];
      weights = new int[count][];
    }

    static Taps of(Interpolation filter, int from, int to) {
      Taps taps = new Taps(to);
      double scale = (double) from / to;
      if (filter == Interpolation.NEAREST) {
        taps.nearest(scale);
        return taps;
      }
      for (int place = 0; place < to; place++) {
        taps.filter(filter, place, (place + 0.5) * scale, Math.max(scale, 1), from);
      }
      return taps;
    }

    /** Places are added up, not multiplied out, so that ties between pixels fall as PIL's do. */
    private void nearest(double scale) {
      double center = 0.5 * scale;
      for (int place = 0; place < count(); place++) {
        first[place] = (int) center;
        weights[place] = new int[] {1 << FRACTION_BITS};
        center += scale;
      }
    }

    private void filter(Interpolation filter, int place, double center, double stretch, int limit) {
      double support = filter.support() * stretch;
      int start = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(limit, (int) (center + support + 0.5));
      double[] exact = new double[end - start];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = filter.weight((i + start - center + 0.5) / stretch);
        sum += exact[i];
      }
      first[place] = start;
      weights[place] = new int[exact.length];
      for (int i = 0; i < exact.length; i++) {
        double weight = exact[i] / sum * (1 << FRACTION_BITS);
        weights[place][i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
    }

    int count() {
      return first.length;
    }
  }
}
