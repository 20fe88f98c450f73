package org.sparklrp.engine;

import java.util.Arrays;
import java.util.List;
import org.sparklrp.model.Layer;

/**
 * Max pooling: the winner of each window, the first of equals, takes the signal (Bach et al. 2015;
 * Riesenhuber 1999).
 */
final class MaxPoolKernel implements Kernel {
  private final SlidingWindow window;
  private final List<Integer> in;
  private final List<Integer> out;

  MaxPoolKernel(Layer.MaxPool layer, List<Integer> in, List<Integer> out) {
    this.window = SlidingWindow.of(layer.window(), in, out);
    this.in = in;
    this.out = out;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor input = inputs.get(0);
    NativeTensor result = frame.pool().take(Shapes.withBatch(input.samples(), out));
    int[] winners = new int[result.size()];
    float[] source = new float[window.inArea()];
    float[] target = new float[window.outArea()];
    float[] columns = new float[window.width()];
    for (int plane = 0; plane < input.samples() * in.get(1); plane++) {
      input.values().get(plane * source.length, source);
      for (int y = 0; y < window.outHeight(); y++) {
        maxima(source, y, columns, target);
        for (int x = 0; x < window.outWidth(); x++) {
          int at = y * window.outWidth() + x;
          winners[plane * target.length + at] = winner(source, y, x, target[at]);
        }
      }
      result.values().put(plane * target.length, target);
    }
    frame.keepWinners(winners);
    return result;
  }

  /** One row of outputs: first the largest value of every column, then of every window. */
  private void maxima(float[] source, int y, float[] columns, float[] target) {
    Arrays.fill(columns, Float.NEGATIVE_INFINITY);
    SlidingWindow.Extent vertical = window.vertical();
    for (int ky = 0; ky < vertical.kernel(); ky++) {
      int row = vertical.input(y, ky);
      if (row >= 0 && row < window.height()) {
        int from = row * columns.length;
        for (int x = 0; x < columns.length; x++) {
          columns[x] = Math.max(columns[x], source[from + x]);
        }
      }
    }
    SlidingWindow.Extent horizontal = window.horizontal();
    for (int x = 0; x < window.outWidth(); x++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int kx = 0; kx < horizontal.kernel(); kx++) {
        int column = horizontal.input(x, kx);
        if (column >= 0 && column < columns.length && !(columns[column] <= best)) {
          best = columns[column];
        }
      }
      target[y * window.outWidth() + x] = best;
    }
  }

  /** The first cell of a window, row by row, that holds its largest value. */
  private int winner(float[] source, int y, int x, float best) {
    SlidingWindow.Extent vertical = window.vertical();
    SlidingWindow.Extent horizontal = window.horizontal();
    for (int ky = 0; ky < vertical.kernel(); ky++) {
      int row = vertical.input(y, ky);
      if (row < 0 || row >= window.height()) {
        continue;
      }
      for (int kx = 0; kx < horizontal.kernel(); kx++) {
        int column = horizontal.input(x, kx);
        if (column >= 0
            && column < window.width()
            && !(source[row * window.width() + column] < best)) {
          return row * window.width() + column;
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
