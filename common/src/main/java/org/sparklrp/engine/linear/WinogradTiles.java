package org.sparklrp.engine.linear;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The transforms of Winograd's minimal filtering F(2 x 2, 3 x 3) on some rows of tiles of one plane
 * (Lavin and Gray 2016, section 4.1). A tile of 2 x 2 results needs 4 x 4 values of the source;
 * neighbouring tiles share two rows and columns of them.
 *
 * <p>Source rows and columns are laid out by parity, so that all tiles of a plane are worked on in
 * loops over consecutive values, which the JVM vectorises. Each row of tiles has a place more than
 * tiles, whose results mean nothing.
 */
final class WinogradTiles {
  /** Coefficients of a tile. */
  static final int COEFFICIENTS = 16;

  private final Plane source;
  private final Plane target;
  private final int across;
  private final int places;
  private final int rowsAtOnce;
  private final float[] sourceRow;
  private final float[] targetRow;
  private final float[][] phases;
  private final float[][] vertical;
  private final float[][] coefficients = new float[COEFFICIENTS][];

  /**
   * A plane of values.
   *
   * @param height rows
   * @param width columns
   * @param top rows of zeros above it, for a source
   * @param left columns of zeros before it, for a source
   */
  record Plane(int height, int width, int top, int left) {
    int area() {
      return height * width;
    }
  }

  /**
   * Where the values of one plane are among the matrices of all coefficients: one row of each.
   *
   * @param values all matrices
   * @param at where the row of the first begins
   * @param stride from one matrix to the next
   */
  record Rows(FloatBuffer values, int at, int stride) {}

  /**
   * Tiles between planes.
   *
   * @param placesAtOnce about as many tiles are worked on at once
   */
  WinogradTiles(Plane source, Plane target, int placesAtOnce) {
    this.source = source;
    this.target = target;
    across = (target.width + 1) / 2;
    places = across + 1;
    int rows = Math.max(1, Math.min((target.height + 1) / 2, placesAtOnce / places));
    rowsAtOnce = rows;
    sourceRow = new float[2 * places];
    targetRow = new float[2 * across];
    phases = new float[4][(rows + 1) * places + 1];
    vertical = new float[8][rows * places + 1];
    for (int i = 0; i < COEFFICIENTS; i++) {
      coefficients[i] = new float[rows * places];
    }
  }

  /** The most rows of tiles that are worked on at once. */
  int rowsAtOnce() {
    return rowsAtOnce;
  }

  /** Places of some rows of tiles. */
  int places(int rows) {
    return rows * places;
  }

  /** Rows of tiles that cover the target. */
  int rows() {
    return (target.height + 1) / 2;
  }

  /**
   * Transforms the source under some rows of tiles.
   *
   * @param planes the source planes
   * @param index which of them
   * @param first the first row of tiles
   * @param rows how many
   * @param into receives the coefficients
   */
  void transform(FloatBuffer planes, int index, int first, int rows, Rows into) {
    for (int row = 0; row < 2 * rows + 2; row++) {
      load(planes, index, 2 * first + row - source.top, row);
    }
    int length = rows * places;
    down(phases[0], phases[2], vertical[0], vertical[2], vertical[4], vertical[6], length + 1);
    down(phases[1], phases[3], vertical[1], vertical[3], vertical[5], vertical[7], length + 1);
    for (int i = 0; i < 4; i++) {
      across(vertical[2 * i], vertical[2 * i + 1], 4 * i, length);
    }
    for (int i = 0; i < COEFFICIENTS; i++) {
      into.values.put(into.at + i * into.stride, coefficients[i], 0, length);
    }
  }

  /** One row of the source, by the parity of its columns, among the rows of its parity. */
  private void load(FloatBuffer planes, int index, int y, int row) {
    float[] even = phases[row % 2 * 2];
    float[] odd = phases[row % 2 * 2 + 1];
    int start = row / 2 * places;
    if (y < 0 || y >= source.height) {
      Arrays.fill(even, start, start + places, 0f);
      Arrays.fill(odd, start, start + places, 0f);
      return;
    }
    int length = Math.min(source.width, sourceRow.length - source.left);
    planes.get(index * source.area() + y * source.width, sourceRow, source.left, length);
    for (int i = 0; i < places; i++) {
      even[start + i] = sourceRow[2 * i];
      odd[start + i] = sourceRow[2 * i + 1];
    }
  }

  /** Of tiles, even and odd rows beginning with their first: the four vertical differences. */
  private void down(
      float[] even, float[] odd, float[] a, float[] b, float[] c, float[] d, int length) {
    int next = places;
    for (int i = 0; i < length; i++) {
      a[i] = even[i] - even[i + next];
      b[i] = odd[i] + even[i + next];
      c[i] = even[i + next] - odd[i];
      d[i] = odd[i] - odd[i + next];
    }
  }

  /** The same along rows, into four coefficients. */
  private void across(float[] even, float[] odd, int coefficient, int length) {
    float[] a = coefficients[coefficient];
    float[] b = coefficients[coefficient + 1];
    float[] c = coefficients[coefficient + 2];
    float[] d = coefficients[coefficient + 3];
    for (int i = 0; i < length; i++) {
      a[i] = even[i] - even[i + 1];
      b[i] = odd[i] + even[i + 1];
      c[i] = even[i + 1] - odd[i];
      d[i] = odd[i] - odd[i + 1];
    }
  }

  /**
   * Transforms products back, to some rows of tiles of a target plane.
   *
   * @param from the coefficients
   * @param bias added to each result
   * @param planes the target planes
   * @param index which of them
   * @param first the first row of tiles
   * @param rows how many
   */
  void restore(Rows from, float bias, FloatBuffer planes, int index, int first, int rows) {
    int length = rows * places;
    for (int i = 0; i < COEFFICIENTS; i++) {
      from.values.get(from.at + i * from.stride, coefficients[i], 0, length);
    }
    for (int i = 0; i < 4; i++) {
      fold(coefficients[i], coefficients[4 + i], coefficients[8 + i], coefficients[12 + i], length);
    }
    for (int i = 0; i < 8; i += 4) {
      fold(coefficients[i], coefficients[i + 1], coefficients[i + 2], coefficients[i + 3], length);
    }
    for (int row = 0; row < 2 * rows && 2 * first + row < target.height; row++) {
      float[] even = coefficients[row % 2 * 4];
      float[] odd = coefficients[row % 2 * 4 + 1];
      int start = row / 2 * places;
      for (int i = 0; i < across; i++) {
        targetRow[2 * i] = even[start + i] + bias;
        targetRow[2 * i + 1] = odd[start + i] + bias;
      }
      planes.put(
          index * target.area() + (2 * first + row) * target.width, targetRow, 0, target.width);
    }
  }

  /** a, b become a + b + c and b - c - d. */
  private static void fold(float[] a, float[] b, float[] c, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      float middle = b[i];
      a[i] = a[i] + middle + c[i];
      b[i] = middle - c[i] - d[i];
    }
  }

  /**
   * The coefficients of 3 x 3 kernels.
   *
   * @param kernels any number of kernels of 9 values
   * @return the first coefficient of all kernels, then the second, and so on
   */
  static float[] kernels(float[] kernels) {
    int count = kernels.length / 9;
    float[] result = new float[COEFFICIENTS * count];
    double[] down = new double[12];
    for (int kernel = 0; kernel < count; kernel++) {
      for (int x = 0; x < 3; x++) {
        int at = 9 * kernel + x;
        filter(kernels[at], kernels[at + 3], kernels[at + 6], down, x, 3);
      }
      double[] across = new double[COEFFICIENTS];
      for (int i = 0; i < 4; i++) {
        filter(down[3 * i], down[3 * i + 1], down[3 * i + 2], across, 4 * i, 1);
      }
      for (int i = 0; i < COEFFICIENTS; i++) {
        result[i * count + kernel] = (float) across[i];
      }
    }
    return result;
  }

  /** The four coefficients of three weights. */
  private static void filter(double a, double b, double c, double[] into, int at, int stride) {
    into[at] = a;
    into[at + stride] = (a + b + c) / 2;
    into[at + 2 * stride] = (a - b + c) / 2;
    into[at + 3 * stride] = c;
  }
}
