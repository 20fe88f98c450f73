package org.sparklrp.engine;

import java.nio.FloatBuffer;

/** Copies rectangles between tensors of planes, [N, C, H, W]. */
final class Planes {
  private Planes() {}

  /** Copies the whole of {@code from} into a larger tensor at a row and a column. */
  static void insertRegion(NativeTensor from, NativeTensor into, int row, int column) {
    copy(from, 0, 0, into, row, column, from.dimension(2), from.dimension(3));
  }

  /**
   * Takes every stride-th row and column: into[y][x] = from[y * stride][x * stride], in the order
   * the values lie in.
   */
  static void gather(NativeTensor from, NativeTensor into, SlidingWindow window) {
    if (from.isChannelsLast()) {
      into.expectChannelsLast();
      int channels = from.dimension(1);
      for (int i = 0; i < into.size() / channels; i++) {
        into.stored().put(i * channels, from.stored(), origin(i, window) * channels, channels);
      }
      return;
    }
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
    if (from.isChannelsLast()) {
      into.expectChannelsLast();
      int channels = from.dimension(1);
      float[] zeros = new float[window.width() * channels];
      for (int at = 0; at < into.size(); at += zeros.length) {
        into.stored().put(at, zeros);
      }
      for (int i = 0; i < from.size() / channels; i++) {
        into.stored().put(origin(i, window) * channels, from.stored(), i * channels, channels);
      }
      return;
    }
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

  /** The input position that the i-th output position of all images is taken from. */
  private static int origin(int i, SlidingWindow window) {
    return rowAt(i / window.outWidth(), window)
        + i % window.outWidth() * window.horizontal().stride();
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
