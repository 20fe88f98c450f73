package org.sparklrp.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.Layer;

/**
 * Values moved without arithmetic (transpose, slice, pad), none of them twice: a table says where
 * each output value comes from, in runs of equal steps, and the signal goes back the same way. What
 * falls on a border's cells belongs to no input: it is booked as dead, or, where dead relevance is
 * spread, goes to the input cell nearest to it, which the same windows see.
 */
public final class RoutingKernel implements Kernel {
  private static final int BORDER = -1;
  private final List<Run> runs;
  private final List<Run> runsOfChannelsLast;
  private final float border;
  private final int[] in;
  private final int[] out;
  private final int groups;
  private int[] nearest = {};
  private int[] nearestOfChannelsLast = {};

  /**
   * A kernel.
   *
   * @param origins the table of one group of images
   * @param groups how many groups the batch has
   */
  private RoutingKernel(int[] origins, float border, int[] in, int[] out, int groups) {
    this.runs = runs(origins);
    this.border = border;
    this.in = in;
    this.out = out;
    this.groups = groups;
    boolean byImage = in.length > 2 && out.length > 2 && in[0] == groups && out[0] == groups;
    runsOfChannelsLast = byImage ? runs(channelsLast(origins)) : List.of();
  }

  /** The table for images with their channels last. */
  private int[] channelsLast(int[] origins) {
    int[] moved = new int[origins.length];
    for (int i = 0; i < origins.length; i++) {
      moved[channelLast(i, out)] = origins[i] == BORDER ? BORDER : channelLast(origins[i], in);
    }
    return moved;
  }

  private static int channelLast(int position, int[] shape) {
    int area = NativeTensor.size(shape) / shape[0] / shape[1];
    return position % area * shape[1] + position / area;
  }

  /**
   * Output values that lie beside each other.
   *
   * @param start the first of them
   * @param length how many
   * @param origin where the first comes from, or the border
   * @param step the distance of two neighbours' origins
   */
  private record Run(int start, int length, int origin, int step) {
    boolean isBorder() {
      return origin == BORDER;
    }
  }

  private static List<Run> runs(int[] origins) {
    List<Run> runs = new ArrayList<>();
    int start = 0;
    while (start < origins.length) {
      int origin = origins[start];
      int end = start + 1;
      boolean moves = end < origins.length && origin != BORDER && origins[end] != BORDER;
      int step = moves ? origins[end] - origin : 0;
      while (end < origins.length && origins[end] == origin + (end - start) * step) {
        end++;
      }
      runs.add(new Run(start, end - start, origin, step));
      start = end;
    }
    return List.copyOf(runs);
  }

  public static RoutingKernel of(Layer.Transpose layer, List<Integer> in, List<Integer> out) {
    int groups = layer.permutation().get(0) == 0 ? in.get(0) : 1;
    int rank = in.size();
    int[] strides = strides(Shapes.of(in));
    int[] moved = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      moved[axis] = strides[layer.permutation().get(axis)];
    }
    int[] table = table(group(out, groups), new int[rank], moved, 0);
    return new RoutingKernel(table, 0f, Shapes.of(in), Shapes.of(out), groups);
  }

  public static RoutingKernel of(Layer.Slice layer, List<Integer> in, List<Integer> out) {
    boolean imageByImage = in.get(0).equals(out.get(0)) && layer.steps().get(0) == 1;
    int groups = imageByImage ? in.get(0) : 1;
    int rank = in.size();
    int[] strides = strides(Shapes.of(in));
    int first = 0;
    for (int axis = 0; axis < rank; axis++) {
      first += layer.starts().get(axis) * strides[axis];
      strides[axis] *= layer.steps().get(axis);
    }
    int[] table = table(group(out, groups), new int[rank], strides, first);
    return new RoutingKernel(table, 0f, Shapes.of(in), Shapes.of(out), groups);
  }

  /**
   * A border.
   *
   * @param spreads whether relevance on it goes to the nearest input
   */
  public static RoutingKernel of(
      Layer.Pad layer, List<Integer> in, List<Integer> out, boolean spreads) {
    int groups = in.get(0);
    int[] outside = group(out, groups);
    int[] insides = table(group(in, groups), Shapes.of(layer.before()), strides(outside), 0);
    int[] origins = new int[NativeTensor.size(outside)];
    Arrays.fill(origins, BORDER);
    for (int i = 0; i < insides.length; i++) {
      origins[insides[i]] = i;
    }
    RoutingKernel kernel =
        new RoutingKernel(origins, layer.value(), Shapes.of(in), Shapes.of(out), groups);
    if (spreads) {
      kernel.nearest = nearest(layer, group(in, groups), outside);
      kernel.nearestOfChannelsLast =
          kernel.runsOfChannelsLast.isEmpty()
              ? kernel.nearest
              : kernel.channelsLast(kernel.nearest);
    }
    return kernel;
  }

  /** For each cell of a bordered shape the input cell nearest to it, along every axis. */
  private static int[] nearest(Layer.Pad layer, int[] inside, int[] outside) {
    int[] steps = strides(inside);
    int[] cells = new int[NativeTensor.size(outside)];
    for (int i = 0; i < cells.length; i++) {
      int rest = i;
      for (int axis = outside.length - 1; axis >= 0; axis--) {
        int position = rest % outside[axis] - layer.before().get(axis);
        cells[i] += Math.min(Math.max(position, 0), inside[axis] - 1) * steps[axis];
        rest /= outside[axis];
      }
    }
    return cells;
  }

  /** The shape of a group of images. */
  private static int[] group(List<Integer> shape, int groups) {
    int[] group = Shapes.of(shape);
    group[0] /= groups;
    return group;
  }

  /** For each cell of a shape, row-major: first + sum over axes of (position + offset) * stride. */
  private static int[] table(int[] shape, int[] offsets, int[] strides, int first) {
    int[] table = new int[NativeTensor.size(shape)];
    for (int i = 0; i < table.length; i++) {
      int rest = i;
      int index = first;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index += (rest % shape[axis] + offsets[axis]) * strides[axis];
        rest /= shape[axis];
      }
      table[i] = index;
    }
    return table;
  }

  private static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  @Override
  public NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame) {
    NativeTensor input = inputs.get(0);
    NativeTensor result = frame.pool().take(out);
    List<Run> chosen = choose(input, result);
    float[] source = new float[NativeTensor.size(in) / groups];
    float[] target = new float[NativeTensor.size(out) / groups];
    for (int group = 0; group < groups; group++) {
      input.form().get(group * source.length, source);
      for (Run run : chosen) {
        if (run.isBorder()) {
          Arrays.fill(target, run.start, run.start + run.length, border);
        } else if (run.step == 1) {
          System.arraycopy(source, run.origin, target, run.start, run.length);
        } else {
          for (int i = 0; i < run.length; i++) {
            target[run.start + i] = source[run.origin + i * run.step];
          }
        }
      }
      result.form().put(group * target.length, target);
    }
    return result;
  }

  /** The runs for the order that the values to be moved lie in, which the moved will lie in too. */
  private List<Run> choose(NativeTensor from, NativeTensor into) {
    if (!runsOfChannelsLast.isEmpty() && from.isChannelsLast()) {
      into.expectChannelsLast();
      return runsOfChannelsLast;
    }
    from.moveToRows();
    return runs;
  }

  @Override
  public List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account) {
    NativeTensor result = frame.pool().take(in);
    List<Run> chosen = choose(signal, result);
    float[] source = new float[NativeTensor.size(out) / groups];
    float[] target = new float[NativeTensor.size(in) / groups];
    for (int group = 0; group < groups; group++) {
      signal.form().get(group * source.length, source);
      for (Run run : chosen) {
        if (run.isBorder()) {
          account.absorbDead(group, nearest.length == 0 ? sum(source, run) : 0);
        } else if (run.step == 1) {
          System.arraycopy(source, run.start, target, run.origin, run.length);
        } else {
          for (int i = 0; i < run.length; i++) {
            target[run.origin + i * run.step] = source[run.start + i];
          }
        }
      }
      if (nearest.length > 0) {
        addBorder(chosen, source, target);
      }
      result.form().put(group * target.length, target);
    }
    signal.release();
    return List.of(result);
  }

  private void addBorder(List<Run> chosen, float[] source, float[] target) {
    int[] cells = chosen == runs ? nearest : nearestOfChannelsLast;
    for (Run run : chosen) {
      for (int i = run.start; run.isBorder() && i < run.start + run.length; i++) {
        target[cells[i]] += source[i];
      }
    }
  }

  private static double sum(float[] values, Run run) {
    double sum = 0;
    for (int i = 0; i < run.length; i++) {
      sum += values[run.start + i];
    }
    return sum;
  }
}
