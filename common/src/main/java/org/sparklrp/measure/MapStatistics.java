package org.sparklrp.measure;

import java.io.Serializable;
import org.sparklrp.relevance.RelevanceMap;

/**
 * Mean and spread of many relevance maps on a common grid, as a state that can be merged: two
 * halves merged give what the whole gives, in any order, up to rounding (Chan, Golub and LeVeque
 * 1979). Maps of other sizes are spread over the grid so that their sums stay as they are.
 *
 * <p>Mutable, not thread-safe. It holds three arrays of the grid's size and crosses process
 * boundaries as one {@code double[]} ({@link #toArray}), which Spark can keep in a buffer.
 */
public final class MapStatistics implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ARRAYS = 3;

  private final int height;
  private final int width;
  private long count;

  /** The mean of R, the sum of squared deviations from it, and the mean of max(R, 0), per cell. */
  private final double[] mean;

  private final double[] squares;
  private final double[] positive;

  /**
   * No maps yet.
   *
   * @param height of the grid in cells, at least 1
   * @param width of the grid in cells, at least 1
   */
  public MapStatistics(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("A grid of " + height + " x " + width + " has no cells");
    }
    this.height = height;
    this.width = width;
    int cells = height * width;
    mean = new double[cells];
    squares = new double[cells];
    positive = new double[cells];
  }

  /** Restores a state from {@link #toArray}. */
  public static MapStatistics fromArray(int height, int width, double[] state) {
    MapStatistics statistics = new MapStatistics(height, width);
    int cells = height * width;
    if (state.length != 1 + ARRAYS * cells) {
      throw new IllegalArgumentException(
          "A state of "
              + state.length
              + " numbers is none of a "
              + height
              + " x "
              + width
              + " grid");
    }
    statistics.count = (long) state[0];
    System.arraycopy(state, 1, statistics.mean, 0, cells);
    System.arraycopy(state, 1 + cells, statistics.squares, 0, cells);
    System.arraycopy(state, 1 + 2 * cells, statistics.positive, 0, cells);
    return statistics;
  }

  /** The whole state as numbers: the count, then the cells' means, squares and positive means. */
  public double[] toArray() {
    int cells = mean.length;
    double[] state = new double[1 + ARRAYS * cells];
    state[0] = count;
    System.arraycopy(mean, 0, state, 1, cells);
    System.arraycopy(squares, 0, state, 1 + cells, cells);
    System.arraycopy(positive, 0, state, 1 + 2 * cells, cells);
    return state;
  }

  /** Adds the signed channel sum of a map. */
  public void add(RelevanceMap map) {
    add(map.signedSum(), map.height(), map.width());
  }

  /**
   * Adds a map.
   *
   * @param map one relevance per pixel, row-major
   * @param mapHeight its rows
   * @param mapWidth its columns
   */
  public void add(float[] map, int mapHeight, int mapWidth) {
    if ((long) mapHeight * mapWidth != map.length) {
      throw new IllegalArgumentException(
          "A map of " + mapHeight + " x " + mapWidth + " does not hold " + map.length + " values");
    }
    double[] gains = new double[map.length];
    double[] losses = new double[map.length];
    for (int pixel = 0; pixel < map.length; pixel++) {
      gains[pixel] = Math.max(map[pixel], 0);
      losses[pixel] = Math.min(map[pixel], 0);
    }
    ConservativeGrid grid = new ConservativeGrid(height, width);
    gains = grid.resample(gains, mapHeight, mapWidth);
    losses = grid.resample(losses, mapHeight, mapWidth);
    count++;
    for (int cell = 0; cell < mean.length; cell++) {
      double value = gains[cell] + losses[cell];
      double deviation = value - mean[cell];
      mean[cell] += deviation / count;
      squares[cell] += deviation * (value - mean[cell]);
      positive[cell] += (gains[cell] - positive[cell]) / count;
    }
  }

  /** Adds all that another state has seen; it must be of the same grid. */
  public void merge(MapStatistics other) {
    if (other.height != height || other.width != width) {
      throw new IllegalArgumentException(
          "Statistics of a "
              + other.height
              + " x "
              + other.width
              + " grid cannot join those of a "
              + height
              + " x "
              + width
              + " grid");
    }
    if (other.count == 0) {
      return;
    }
    double otherShare = (double) other.count / (count + other.count);
    for (int cell = 0; cell < mean.length; cell++) {
      double deviation = other.mean[cell] - mean[cell];
      squares[cell] += other.squares[cell] + deviation * deviation * count * otherShare;
      mean[cell] += deviation * otherShare;
      positive[cell] += (other.positive[cell] - positive[cell]) * otherShare;
    }
    count += other.count;
  }

  /** The number of maps. */
  public long count() {
    return count;
  }

  /** The grid's rows. */
  public int height() {
    return height;
  }

  /** The grid's columns. */
  public int width() {
    return width;
  }

  /** The mean relevance per cell, row-major; zero without maps. */
  public float[] meanMap() {
    return toFloats(mean);
  }

  /** The sample standard deviation per cell (divisor count - 1); zero for fewer than two maps. */
  public float[] stdMap() {
    double[] deviations = new double[squares.length];
    for (int cell = 0; cell < deviations.length && count > 1; cell++) {
      deviations[cell] = Math.sqrt(squares[cell] / (count - 1));
    }
    return toFloats(deviations);
  }

  /** The mean of the positive relevance per cell. */
  public float[] meanPositiveMap() {
    return toFloats(positive);
  }

  /** The mean of the negative relevance per cell, at most 0; with the positive, it is the mean. */
  public float[] meanNegativeMap() {
    double[] negative = new double[mean.length];
    for (int cell = 0; cell < negative.length; cell++) {
      negative[cell] = Math.min(0, mean[cell] - positive[cell]);
    }
    return toFloats(negative);
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
