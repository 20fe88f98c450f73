package org.sparklrp.audit.intervention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a region out of an image so that little tells where it was: every missing pixel is the
 * weighted mean of its neighbours, 1/6 for the direct and 1/12 for the diagonal ones, over those
 * that exist (ROAD's imputation, Rong et al. 2022, without its noise). One sparse linear system a
 * mask, solved by conjugate gradients, which serves all images and channels.
 */
public final class LinearImputation {
  private static final double DIRECT = 1.0 / 6;
  private static final double DIAGONAL = 1.0 / 12;
  private static final double PRECISION = 1e-10;

  private final int[] missing;
  private final int[][] unknown;
  private final double[][] unknownWeights;
  private final int[][] known;
  private final double[][] knownWeights;
  private final double[] totals;

  /**
   * Prepares the system.
   *
   * @param mask for each pixel, row-major, whether it is missing; at least one must not be
   */
  public LinearImputation(boolean[] mask, int height, int width) {
    int[] place = new int[mask.length];
    Arrays.fill(place, -1);
    int count = 0;
    for (int pixel = 0; pixel < mask.length; pixel++) {
      if (mask[pixel]) {
        place[pixel] = count++;
      }
    }
    if (count == mask.length) {
      throw new IllegalArgumentException("Nothing of the image is left to impute it from");
    }
    missing = new int[count];
    unknown = new int[count][];
    unknownWeights = new double[count][];
    known = new int[count][];
    knownWeights = new double[count][];
    totals = new double[count];
    for (int pixel = 0; pixel < mask.length; pixel++) {
      if (mask[pixel]) {
        missing[place[pixel]] = pixel;
        connect(place[pixel], pixel, place, height, width);
      }
    }
  }

  private void connect(int row, int pixel, int[] place, int height, int width) {
    List<int[]> inside = new ArrayList<>();
    List<int[]> outside = new ArrayList<>();
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        int y = pixel / width + down;
        int x = pixel % width + right;
        if ((down != 0 || right != 0) && y >= 0 && y < height && x >= 0 && x < width) {
          int neighbour = y * width + x;
          int isDirect = down == 0 || right == 0 ? 1 : 0;
          boolean isMissing = place[neighbour] >= 0;
          (isMissing ? inside : outside)
              .add(new int[] {isMissing ? place[neighbour] : neighbour, isDirect});
          totals[row] += isDirect == 1 ? DIRECT : DIAGONAL;
        }
      }
    }
    unknown[row] = inside.stream().mapToInt(link -> link[0]).toArray();
    unknownWeights[row] = weights(inside);
    known[row] = outside.stream().mapToInt(link -> link[0]).toArray();
    knownWeights[row] = weights(outside);
  }

  private static double[] weights(List<int[]> links) {
    return links.stream().mapToDouble(link -> link[1] == 1 ? DIRECT : DIAGONAL).toArray();
  }

  /**
   * An image with its missing pixels filled, channel by channel.
   *
   * @param values channels x height x width values
   */
  public float[] fill(float[] values, int channels) {
    float[] filled = values.clone();
    int area = values.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double[] solution = solve(values, channel * area);
      for (int row = 0; row < missing.length; row++) {
        filled[channel * area + missing[row]] = (float) solution[row];
      }
    }
    return filled;
  }

  /** The system is symmetric and positive definite, as each weight holds in both directions. */
  private double[] solve(float[] values, int offset) {
    int n = missing.length;
    double[] right = new double[n];
    double size = 0;
    for (int row = 0; row < n; row++) {
      for (int link = 0; link < known[row].length; link++) {
        right[row] += knownWeights[row][link] * values[offset + known[row][link]];
      }
      size += right[row] * right[row];
    }
    double[] solution = new double[n];
    double[] residual = right.clone();
    double[] direction = right.clone();
    double[] image = new double[n];
    double squares = size;
    for (int step = 0; step < 2 * n + 50 && squares > PRECISION * PRECISION * size; step++) {
      multiply(direction, image);
      double along = 0;
      for (int row = 0; row < n; row++) {
        along += direction[row] * image[row];
      }
      double length = squares / along;
      double next = 0;
      for (int row = 0; row < n; row++) {
        solution[row] += length * direction[row];
        residual[row] -= length * image[row];
        next += residual[row] * residual[row];
      }
      for (int row = 0; row < n; row++) {
        direction[row] = residual[row] + next / squares * direction[row];
      }
      squares = next;
    }
    return solution;
  }

  private void multiply(double[] from, double[] to) {
    for (int row = 0; row < to.length; row++) {
      double sum = totals[row] * from[row];
      for (int link = 0; link < unknown[row].length; link++) {
        sum -= unknownWeights[row][link] * from[unknown[row][link]];
      }
      to[row] = sum;
    }
  }
}
