package org.sparklrp.bow.kernel;

/**
 * Many vectors, kept dimension by dimension.
 *
 * @param count n, the number of vectors
 * @param values D arrays of n values; shared, not copied
 */
public record Columns(int count, double[][] values) {
  /** Checks the lengths. */
  public Columns {
    for (double[] column : values) {
      if (column.length != count) {
        throw new IllegalArgumentException("A column of " + column.length + ", not " + count);
      }
    }
  }

  /** Vectors given row by row, all of the same length. */
  public static Columns ofRows(double[][] rows, int dimension) {
    double[][] values = new double[dimension][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < dimension; i++) {
        values[i][row] = rows[row][i];
      }
    }
    return new Columns(rows.length, values);
  }

  /** D, the number of dimensions. */
  public int dimension() {
    return values.length;
  }

  /** A copy of one vector. */
  public double[] row(int index) {
    double[] row = new double[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[i][index];
    }
    return row;
  }
}
