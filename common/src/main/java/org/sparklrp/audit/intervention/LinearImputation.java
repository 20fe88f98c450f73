package org.sparklrp.audit.intervention;

/**
 * Takes a region out of an image so that little tells where it was: every missing pixel is the
 * weighted mean of its neighbours, 1/6 for the direct and 1/12 for the diagonal ones, over those
 * that exist (ROAD's imputation, Rong et al. 2022, without its noise). One sparse linear system a
 * mask, solved by conjugate gradients, which serves all images and channels. The system is
 * symmetric and positive definite, as each weight holds in both directions.
 *
 * <p>All vectors are images in a frame of one pixel of zeros, 0 wherever nothing is missing, so
 * that the sum over neighbours is the separable filter (1, 2, 1) less its middle, over whole rows.
 * Only the rows with missing pixels are worked on.
 */
public final class LinearImputation {
  private static final double DIRECT = 1.0 / 6;
  private static final double DIAGONAL = 1.0 / 12;
  private static final double PRECISION = 1e-10;

  private final int width;
  private final int stride;
  private final int framed;
  private final boolean[] mask;

  /** The first and the last place in the frame that may be missing, rows in full. */
  private final int begin;

  private final int end;
  private final int count;

  /** 1/12 where a pixel is missing. */
  private final double[] weight;

  /** What a missing pixel's own value is multiplied by, the filter's middle included. */
  private final double[] own;

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
    weight = new double[framed];
    own = new double[framed];
    int missing = 0;
    int first = framed;
    int last = 0;
    for (int pixel = 0; pixel < mask.length; pixel++) {
      if (mask[pixel]) {
        int place = place(pixel);
        missing++;
        first = Math.min(first, place / stride * stride);
        last = Math.max(last, (place / stride + 1) * stride);
        weight[place] = DIAGONAL;
        own[place] = total(pixel, height) + 4 * DIAGONAL;
      }
    }
    if (missing == mask.length) {
      throw new IllegalArgumentException("Nothing of the image is left to impute it from");
    }
    count = missing;
    begin = first;
    end = last;
  }

  /** The weights of all neighbours that exist. */
  private double total(int pixel, int height) {
    int y = pixel / width;
    int x = pixel % width;
    int beside = (x > 0 ? 1 : 0) + (x < width - 1 ? 1 : 0);
    int above = (y > 0 ? 1 : 0) + (y < height - 1 ? 1 : 0);
    return DIRECT * (beside + above) + DIAGONAL * beside * above;
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
    if (count == 0) {
      return filled;
    }
    int area = values.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      int offset = channel * area;
      double[] solution = solve(values, guess, offset, precision);
      for (int pixel = 0; pixel < area; pixel++) {
        if (mask[pixel]) {
          filled[offset + pixel] = (float) solution[place(pixel)];
        }
      }
    }
    return filled;
  }

  private double[] solve(float[] values, float[] guess, int offset, double precision) {
    double[] known = new double[framed];
    double[] solution = new double[framed];
    for (int pixel = 0; pixel < mask.length; pixel++) {
      (mask[pixel] ? solution : known)[place(pixel)] =
          (mask[pixel] ? guess : values)[offset + pixel];
    }
    double[] lines = new double[framed];
    double[] residual = new double[framed];
    filter(known, lines);
    for (int i = begin; i < end; i++) {
      residual[i] = weight[i] * (lines[i - stride] + 2 * lines[i] + lines[i + stride]);
    }
    double size = product(residual, residual);
    if (size == 0) {
      return known;
    }
    double[] image = new double[framed];
    multiply(solution, lines, image);
    for (int i = begin; i < end; i++) {
      residual[i] -= image[i];
    }
    double[] direction = residual.clone();
    double squares = product(residual, residual);
    double enough = precision * precision * size;
    for (int step = 0; step < 2 * count + 50 && squares > enough; step++) {
      multiply(direction, lines, image);
      double length = squares / product(direction, image);
      for (int i = begin; i < end; i++) {
        solution[i] += length * direction[i];
        residual[i] -= length * image[i];
      }
      double next = product(residual, residual);
      double share = next / squares;
      for (int i = begin; i < end; i++) {
        direction[i] = residual[i] + share * direction[i];
      }
      squares = next;
    }
    return solution;
  }

  private void multiply(double[] from, double[] lines, double[] to) {
    filter(from, lines);
    for (int i = begin; i < end; i++) {
      to[i] = own[i] * from[i] - weight[i] * (lines[i - stride] + 2 * lines[i] + lines[i + stride]);
    }
  }

  /** The filter (1, 2, 1) along the rows that matter. */
  private void filter(double[] from, double[] to) {
    for (int i = Math.max(1, begin - stride); i < Math.min(framed - 1, end + stride); i++) {
      to[i] = from[i - 1] + 2 * from[i] + from[i + 1];
    }
  }

  /** Four sums at a time, which a processor adds up at once. */
  private double product(double[] a, double[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = begin;
    for (; i < end - 3; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    for (; i < end; i++) {
      first += a[i] * b[i];
    }
    return first + second + third + fourth;
  }

  private int place(int pixel) {
    return (pixel / width + 1) * stride + pixel % width + 1;
  }
}
