package org.sparklrp.measure;

import java.io.Serializable;

/**
 * Sum and spread of numbers, as a state that can be merged: two halves merged give what the whole
 * gives, in any order, up to rounding. Squares are those of deviations from the mean (Chan, Golub
 * and LeVeque 1979), for plain squares of large numbers that differ little cancel.
 *
 * <p>Mutable, not thread-safe.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  private long count;
  private double sum;
  private double squares;

  /** No numbers yet. */
  public Moments() {}

  /**
   * A state as it was.
   *
   * @param count of the numbers
   * @param sum of the numbers
   * @param squares sum of their squared deviations from the mean
   */
  public Moments(long count, double sum, double squares) {
    this.count = count;
    this.sum = sum;
    this.squares = squares;
  }

  /** Adds a number. */
  public void add(double number) {
    merge(1, number, 0);
  }

  /** Adds all that another state has seen. */
  public void merge(Moments other) {
    merge(other.count, other.sum, other.squares);
  }

  private void merge(long otherCount, double otherSum, double otherSquares) {
    if (otherCount == 0) {
      return;
    }
    if (count > 0) {
      double deviation = otherSum / otherCount - sum / count;
      squares += deviation * deviation * ((double) count * otherCount / (count + otherCount));
    }
    count += otherCount;
    sum += otherSum;
    squares += otherSquares;
  }

  /** How many numbers. */
  public long count() {
    return count;
  }

  /** Their sum. */
  public double sum() {
    return sum;
  }

  /** The sum of their squared deviations from the mean. */
  public double squares() {
    return squares;
  }

  /** Their mean; 0 for none. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /** Their sample standard deviation (divisor count - 1); 0 for fewer than two. */
  public double deviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }
}
