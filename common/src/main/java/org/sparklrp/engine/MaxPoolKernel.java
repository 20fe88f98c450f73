package org.sparklrp.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;

/**
 * Max pooling: the winner of each window, the first of equals, takes the signal (Bach et al. 2015;
 * Riesenhuber 1999).
 */
final class MaxPoolKernel implements Kernel {
  private final SlidingWindow window;
  private final List<Integer> in;
  private final List<Integer> out;
  private final int[][] rows;
  private final int[][] columns;

  MaxPoolKernel(Layer.MaxPool layer, List<Integer> in, List<Integer> out) {
    this.window = SlidingWindow.of(layer.window(), in, out);
    this.in = in;
    this.out = out;
    rows = cells(window.vertical(), window.height(), window.outHeight());
    columns = cells(window.horizontal(), window.width(), window.outWidth());
  }

  /** Per output position along one dimension, the input positions of its window. */
  private static int[][] cells(SlidingWindow.Extent extent, int length, int outLength) {
    int[][] cells = new int[outLength][];
    for (int position = 0; position < outLength; position++) {
      int output = position;
      cells[position] =
          IntStream.range(0, extent.kernel())
              .map(k -> extent.input(output, k))
              .filter(input -> input >= 0 && input < length)
              .toArray();
    }
    return cells;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor input = inputs.get(0);
    NativeTensor result = frame.pool().take(Shapes.withBatch(input.samples(), out));
    int[] winners = new int[result.size()];
    float[] source = new float[window.inArea()];
    float[] target = new float[window.outArea()];
    float[] tallest = new float[window.width()];
    for (int plane = 0; plane < input.samples() * in.get(1); plane++) {
      input.values().get(plane * source.length, source);
      for (int y = 0; y < rows.length; y++) {
        tallest(source, rows[y], tallest);
        int at = y * columns.length;
        for (int x = 0; x < columns.length; x++) {
          target[at + x] = largest(tallest, columns[x]);
        }
        for (int x = 0; x < columns.length; x++) {
          winners[plane * target.length + at + x] =
              first(source, rows[y], columns[x], target[at + x]);
        }
      }
      result.values().put(plane * target.length, target);
    }
    frame.keepWinners(winners);
    return result;
  }

  /** The largest value of every input column among some rows. */
  private static void tallest(float[] source, int[] rows, float[] tallest) {
    Arrays.fill(tallest, Float.NEGATIVE_INFINITY);
    for (int row : rows) {
      int from = row * tallest.length;
      for (int x = 0; x < tallest.length; x++) {
        tallest[x] = Math.max(tallest[x], source[from + x]);
      }
    }
  }

  private static float largest(float[] values, int[] positions) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int position : positions) {
      largest = Math.max(largest, values[position]);
    }
    return largest;
  }

  /** The first cell of a window, row by row, that holds its largest value. */
  private int first(float[] source, int[] windowRows, int[] windowColumns, float largest) {
    for (int row : windowRows) {
      int from = row * window.width();
      for (int column : windowColumns) {
        if (!(source[from + column] < largest)) {
          return from + column;
        }
      }
    }
    throw new IllegalStateException("A pooling window lies outside its input");
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = frame.pool().take(Shapes.withBatch(signal.samples(), in));
    int[] winners = frame.winners();
    float[] source = new float[window.outArea()];
    float[] target = new float[window.inArea()];
    for (int plane = 0; plane < signal.samples() * in.get(1); plane++) {
      signal.values().get(plane * source.length, source);
      Arrays.fill(target, 0f);
      for (int i = 0; i < source.length; i++) {
        target[winners[plane * source.length + i]] += source[i];
      }
      result.values().put(plane * target.length, target);
    }
    signal.release();
    return List.of(result);
  }
}
