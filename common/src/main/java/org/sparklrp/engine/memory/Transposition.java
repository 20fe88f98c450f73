package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;

/**
 * Turns matrices in place, one per image: so an image's channels move last and back. An instance
 * owns its scratch memory and serves one thread.
 */
final class Transposition {
  /** Rows and columns that are turned together: as many values as a line of the caches holds. */
  private static final int TILE = 16;

  private float[] matrix = new float[0];
  private float[] turned = new float[0];

  /** Turns a matrix of rows x columns into one of columns x rows, for each image. */
  void apply(FloatBuffer values, int images, int rows, int columns) {
    int size = rows * columns;
    if (turned.length < size) {
      turned = new float[size];
    }
    for (int image = 0; image < images; image++) {
      values.get(image * size, matrix(size), 0, size);
      turn(turned, 0, rows, columns);
      values.put(image * size, turned, 0, size);
    }
  }

  /** The same on the heap. */
  void apply(float[] values, int images, int rows, int columns) {
    int size = rows * columns;
    for (int image = 0; image < images; image++) {
      System.arraycopy(values, image * size, matrix(size), 0, size);
      turn(values, image * size, rows, columns);
    }
  }

  private float[] matrix(int size) {
    if (matrix.length < size) {
      matrix = new float[size];
    }
    return matrix;
  }

  /** Writes the matrix turned, in tiles. */
  private void turn(float[] into, int at, int rows, int columns) {
    for (int row = 0; row < rows; row += TILE) {
      int endRow = Math.min(rows, row + TILE);
      for (int column = 0; column < columns; column += TILE) {
        int endColumn = Math.min(columns, column + TILE);
        for (int j = column; j < endColumn; j++) {
          for (int i = row; i < endRow; i++) {
            into[at + j * rows + i] = matrix[i * columns + j];
          }
        }
      }
    }
  }
}
