package org.sparklrp.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.linear.SlidingWindow;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.Layer;

/**
 * Max pooling: the winner of each window, the first of equals, takes the signal (Bach et al. 2015;
 * Riesenhuber 1999).
 */
public final class MaxPoolKernel implements Kernel {
  private final SlidingWindow window;
  private final List<Integer> in;
  private final List<Integer> out;
  private final int[][] rows;
  private final int[][] columns;

  /**
   * A pool.
   *
   * @param in the shape of its input
   * @param out the shape of its output
   */
  public MaxPoolKernel(Layer.MaxPool layer, List<Integer> in, List<Integer> out) {
    window = SlidingWindow.of(layer.window(), in, out);
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
    result.expectChannelsAsIn(input);
    boolean last = result.isChannelsLast();
    int inner = last ? in.get(1) : 1;
    float[] source = new float[window.inArea() * inner];
    float[] target = new float[window.outArea() * inner];
    for (int group = 0; group < input.size() / source.length; group++) {
      input.form().get(group * source.length, source);
      pool(source, inner, target, winners, group * target.length);
      result.form().put(group * target.length, target);
    }
    frame.keepWinners(new Frame.Winners(last, winners));
    return result;
  }

  /**
   * Pools a plane, or an image with its channels last.
   *
   * @param inner values at one position
   * @param winners receives, from {@code first} on, where each maximum is in the source
   */
  private void pool(float[] source, int inner, float[] target, int[] winners, int first) {
    float[] tallest = new float[window.width() * inner];
    for (int y = 0; y < rows.length; y++) {
      tallest(source, rows[y], tallest);
      for (int x = 0; x < columns.length; x++) {
        if (rows[y].length == 0 || columns[x].length == 0) {
          throw new IllegalStateException("A pooling window lies outside its input");
        }
        int at = (y * columns.length + x) * inner;
        largest(tallest, columns[x], inner, target, at);
        for (int row = rows[y].length - 1; row >= 0; row--) {
          for (int column = columns[x].length - 1; column >= 0; column--) {
            int from = (rows[y][row] * window.width() + columns[x][column]) * inner;
            for (int i = 0; i < inner; i++) {
              if (!(source[from + i] < target[at + i])) {
                winners[first + at + i] = from + i;
              }
            }
          }
        }
      }
    }
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

  /** The largest of some positions' values, for each of the values at a position. */
  private static void largest(float[] values, int[] positions, int inner, float[] target, int at) {
    System.arraycopy(values, positions[0] * inner, target, at, inner);
    for (int position : positions) {
      int from = position * inner;
      for (int i = 0; i < inner; i++) {
        target[at + i] = Math.max(target[at + i], values[from + i]);
      }
    }
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = frame.pool().take(Shapes.withBatch(signal.samples(), in));
    if (frame.winners().channelsLast()) {
      signal.moveChannelsLast();
    } else {
      signal.moveToRows();
    }
    result.expectChannelsAsIn(signal);
    scatter(signal, frame.winners(), result);
    signal.release();
    return List.of(result);
  }

  private void scatter(NativeTensor signal, Frame.Winners winners, NativeTensor result) {
    int inner = winners.channelsLast() ? in.get(1) : 1;
    float[] source = new float[window.outArea() * inner];
    float[] target = new float[window.inArea() * inner];
    for (int group = 0; group < result.size() / target.length; group++) {
      signal.form().get(group * source.length, source);
      Arrays.fill(target, 0f);
      for (int i = 0; i < source.length; i++) {
        target[winners.positions()[group * source.length + i]] += source[i];
      }
      result.form().put(group * target.length, target);
    }
  }
}
