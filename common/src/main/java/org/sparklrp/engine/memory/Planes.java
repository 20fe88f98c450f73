package org.sparklrp.engine.memory;

import java.nio.FloatBuffer;

/** Copies rectangles between tensors of planes, [N, C, H, W]. */
public final class Planes {
  private Planes() {}

  /** Copies the whole of {@code from} into a larger tensor at a row and a column. */
  public static void insertRegion(NativeTensor from, NativeTensor into, int row, int column) {
    copy(from, 0, 0, into, row, column, from.dimension(2), from.dimension(3));
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
    FloatBuffer source = from.moveToRows();
    FloatBuffer target = into.moveToRows();
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
