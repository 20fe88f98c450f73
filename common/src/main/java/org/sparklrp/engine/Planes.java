package org.sparklrp.engine;

import java.nio.FloatBuffer;

/** Copies rectangles between tensors of planes, [N, C, H, W]. */
final class Planes {
  private Planes() {}

  /**
   * Fills {@code into} from the rectangle of {@code from} that begins at a row and a column; what
   * lies outside stays.
   */
  static void copyRegion(NativeTensor from, int row, int column, NativeTensor into) {
    int rows = Math.min(into.dimension(2), from.dimension(2) - row);
    int columns = Math.min(into.dimension(3), from.dimension(3) - column);
    copy(from, row, column, into, 0, 0, rows, columns);
  }

  /** Copies the whole of {@code from} into a larger tensor at a row and a column. */
  static void insertRegion(NativeTensor from, NativeTensor into, int row, int column) {
    copy(from, 0, 0, into, row, column, from.dimension(2), from.dimension(3));
  }

  /** Takes every stride-th row and column: into[y][x] = from[y * stride][x * stride]. */
  static void gather(NativeTensor from, NativeTensor into, SlidingWindow window) {
    float[] row = new float[window.width()];
    float[] taken = new float[window.outWidth()];
    int step = window.horizontal().stride();
    int rows = from.size() / window.inArea() * window.outHeight();
    for (int i = 0; i < rows; i++) {
      from.values().get(rowAt(i, window), row);
      for (int x = 0; x < taken.length; x++) {
        taken[x] = row[x * step];
      }
      into.values().put(i * taken.length, taken);
    }
  }

  /** The transpose of {@link #gather}: what is not taken there is zero. */
  static void scatter(NativeTensor from, NativeTensor into, SlidingWindow window) {
    float[] row = new float[window.width()];
    float[] taken = new float[window.outWidth()];
    float[] zeros = new float[window.width()];
    int step = window.horizontal().stride();
    int planes = into.size() / window.inArea();
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < window.height(); y++) {
        int outRow = y / window.vertical().stride();
        boolean isTaken = y % window.vertical().stride() == 0 && outRow < window.outHeight();
        if (isTaken) {
          from.values().get((plane * window.outHeight() + outRow) * taken.length, taken);
          for (int x = 0; x < taken.length; x++) {
            row[x * step] = taken[x];
          }
        }
        into.values().put((plane * window.height() + y) * row.length, isTaken ? row : zeros);
      }
    }
  }

  /** Where the input row of the i-th output row of all planes begins. */
  private static int rowAt(int i, SlidingWindow window) {
    int plane = i / window.outHeight();
    int y = i % window.outHeight() * window.vertical().stride();
    return (plane * window.height() + y) * window.width();
  }

  private static void copy(
      NativeTensor from,
      int fromRow,
      int fromColumn,
      NativeTensor into,
      int intoRow,
      int intoColumn,
      int rows,
      int columns) {
    FloatBuffer source = from.values();
    FloatBuffer target = into.values();
    int planes = from.dimension(0) * from.dimension(1);
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < rows; y++) {
        int read = (plane * from.dimension(2) + fromRow + y) * from.dimension(3) + fromColumn;
        int write = (plane * into.dimension(2) + intoRow + y) * into.dimension(3) + intoColumn;
        target.put(write, source, read, columns);
      }
    }
  }
}
