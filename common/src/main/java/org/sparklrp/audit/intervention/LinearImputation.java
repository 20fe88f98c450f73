package org.sparklrp.audit.intervention;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Takes a region out of an image so that little tells where it was: every missing pixel is the
 * weighted mean of its neighbours, 1/6 for the direct and 1/12 for the diagonal ones, over those
 * that exist (ROAD's imputation, Rong et al. 2022, without its noise). One sparse linear system a
 * mask, solved by conjugate gradients, which serves all images and channels. The system is
 * symmetric and positive definite, as each weight holds in both directions.
 *
 * <p>Pixels are worked on in a frame of one pixel of zeros, so that no neighbour needs a check.
 */
public final class LinearImputation {
  private static final double DIRECT = 1.0 / 6;
  private static final double DIAGONAL = 1.0 / 12;
  private static final double PRECISION = 1e-10;

  private final int stride;
  private final int framed;
  private final int width;
  private final boolean[] mask;
  private final int[] missing;

  /** The missing pixels in the frame. */
  private final int[] places;

  private final double[] totals;

  /**
   * Prepares the system.
   *
   * @param mask for each pixel, row-major, whether it is missing; at least one must not be
   */
  public LinearImputation(boolean[] mask, int height, int width) {
    this.mask = mask.clone();
    this.width = width;
    stride = width + 2;
    framed = (height + 2) * stride;
    int count = 0;
    for (boolean isMissing : mask) {
      count += isMissing ? 1 : 0;
    }
    if (count == mask.length) {
      throw new IllegalArgumentException("Nothing of the image is left to impute it from");
    }
    missing = new int[count];
    places = new int[count];
    int row = 0;
    for (int pixel = 0; pixel < mask.length; pixel++) {
      if (mask[pixel]) {
        places[row] = place(pixel);
        missing[row++] = pixel;
      }
    }
    totals = new double[count];
    double[] ones = new double[framed];
    fill(ones, pixel -> 1);
    addNeighbours(ones, totals);
  }

  /**
   * An image with its missing pixels filled, channel by channel.
   *
   * @param values channels x height x width values
   */
  public float[] fill(float[] values, int channels) {
    return fill(values, channels, new float[values.length], PRECISION);
  }

  /**
   * The same from a guess, to a precision of one's own: for masks that grow step by step.
   *
   * @param guess channels x height x width values, those of missing pixels near the solution
   * @param precision of the solution, as a share of the known pixels' weight
   */
  public float[] fill(float[] values, int channels, float[] guess, double precision) {
    float[] filled = values.clone();
    int area = values.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      int offset = channel * area;
      double[] solution = solve(values, guess, offset, precision);
      for (int row = 0; row < missing.length; row++) {
        filled[offset + missing[row]] = (float) solution[row];
      }
    }
    return filled;
  }

  private double[] solve(float[] values, float[] guess, int offset, double precision) {
    int n = missing.length;
    double[] known = new double[framed];
    fill(known, pixel -> mask[pixel] ? 0 : values[offset + pixel]);
    double[] right = new double[n];
    addNeighbours(known, right);
    double size = product(right, right);
    double[] solution = new double[n];
    if (size == 0) {
      return solution;
    }
    double[] direction = new double[framed];
    for (int row = 0; row < n; row++) {
      solution[row] = guess[offset + missing[row]];
      direction[places[row]] = solution[row];
    }
    double[] image = new double[n];
    multiply(direction, image);
    double[] residual = new double[n];
    for (int row = 0; row < n; row++) {
      residual[row] = right[row] - image[row];
      direction[places[row]] = residual[row];
    }
    double squares = product(residual, residual);
    for (int step = 0; step < 2 * n + 50 && squares > precision * precision * size; step++) {
      multiply(direction, image);
      double along = 0;
      for (int row = 0; row < n; row++) {
        along += direction[places[row]] * image[row];
      }
      double length = squares / along;
      double next = 0;
      for (int row = 0; row < n; row++) {
        solution[row] += length * direction[places[row]];
        residual[row] -= length * image[row];
        next += residual[row] * residual[row];
      }
      for (int row = 0; row < n; row++) {
        direction[places[row]] = residual[row] + next / squares * direction[places[row]];
      }
      squares = next;
    }
    return solution;
  }

  /** Of an array in a frame that is 0 where nothing is missing. */
  private void multiply(double[] from, double[] to) {
    Arrays.fill(to, 0);
    addNeighbours(from, to);
    for (int row = 0; row < to.length; row++) {
      to[row] = totals[row] * from[places[row]] - to[row];
    }
  }

  private void addNeighbours(double[] from, double[] to) {
    for (int row = 0; row < to.length; row++) {
      int place = places[row];
      int above = place - stride;
      int below = place + stride;
      to[row] +=
          DIRECT * (from[place - 1] + from[place + 1] + from[above] + from[below])
              + DIAGONAL * (from[above - 1] + from[above + 1] + from[below - 1] + from[below + 1]);
    }
  }

  private void fill(double[] inFrame, IntToDoubleFunction values) {
    for (int pixel = 0; pixel < mask.length; pixel++) {
      inFrame[place(pixel)] = values.applyAsDouble(pixel);
    }
  }

  private static double product(double[] a, double[] b) {
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
    }
    return product;
  }

  private int place(int pixel) {
    return (pixel / width + 1) * stride + pixel % width + 1;
  }
}
