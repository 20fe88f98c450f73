package org.sparklrp.model.onnx.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Window;

/**
 * The output shape of each kind of layer, from its input shapes and settings. Shapes are concrete
 * and include the batch. Every contradiction is a {@link ModelMismatchException} that tells both
 * sides of it.
 */
public final class ShapeInference {
  private ShapeInference() {}

  /** [N, C, ...] to [N, O, ...] for weights [O, C / groups, kernel...]. */
  public static List<Integer> convolution(
      List<Integer> input, List<Integer> weights, Window window, int groups) {
    if (groups < 1 || weights.get(0) % groups != 0) {
      throw new ModelMismatchException(
          "has " + weights.get(0) + " output channels in " + groups + " groups");
    }
    long expected = (long) weights.get(1) * groups;
    if (input.get(1) != expected) {
      throw new ModelMismatchException(
          "expects " + expected + " channels and gets " + input.get(1) + " in shape " + input);
    }
    return slide(input, weights.get(0), window, false);
  }

  /** [N, C, ...] to [N, O, ...] for weights [C, O / groups, kernel...]. */
  public static List<Integer> transposedConvolution(
      List<Integer> input, List<Integer> weights, Window window, int groups, List<Integer> extra) {
    if (groups < 1 || weights.get(0) % groups != 0 || !weights.get(0).equals(input.get(1))) {
      throw new ModelMismatchException(
          "expects "
              + weights.get(0)
              + " channels in "
              + groups
              + " groups and gets a value of shape "
              + input);
    }
    List<Integer> shape = new ArrayList<>(List.of(input.get(0)));
    shape.add(Shapes.length((long) weights.get(1) * groups));
    for (int i = 0; i < window.rank(); i++) {
      int stride = window.stride().get(i);
      int more = extra.size() == window.rank() ? extra.get(i) : -1;
      long extent = (long) window.dilation().get(i) * (window.kernel().get(i) - 1) + 1;
      long length =
          (input.get(i + 2) - 1L) * stride
              + extent
              + more
              - window.padBegin().get(i)
              - window.padEnd().get(i);
      if (more < 0 || more >= stride || length < 1) {
        throw new ModelMismatchException(
            "enlarges shape " + input + " to a length of " + length + ", " + extra + " added");
      }
      shape.add(Shapes.length(length));
    }
    return shape;
  }

  /** [N, C, ...] to [N, C, ...]; in ceil mode a last window may reach beyond the padding. */
  public static List<Integer> pool(List<Integer> input, Window window, boolean ceil) {
    for (int i = 0; i < window.rank(); i++) {
      int extent = window.dilation().get(i) * (window.kernel().get(i) - 1) + 1;
      if (window.padBegin().get(i) >= extent || window.padEnd().get(i) >= extent) {
        throw new ModelMismatchException(
            "pads by as much as its window is long (" + window.padBegin().get(i) + " cells)");
      }
    }
    return slide(input, input.get(1), window, ceil);
  }

  private static List<Integer> slide(
      List<Integer> input, int channels, Window window, boolean ceil) {
    if (input.size() != window.rank() + 2) {
      throw new ModelMismatchException(
          "slides a window over "
              + window.rank()
              + " dimensions and gets a value of shape "
              + input);
    }
    List<Integer> shape = new ArrayList<>(List.of(input.get(0), channels));
    for (int i = 0; i < window.rank(); i++) {
      int length = input.get(i + 2);
      int stride = window.stride().get(i);
      long extent = (long) window.dilation().get(i) * (window.kernel().get(i) - 1) + 1;
      long begin = window.padBegin().get(i);
      long room = length + begin + window.padEnd().get(i) - extent;
      if (room < 0) {
        throw new ModelMismatchException(
            "slides a window of " + extent + " cells over " + (room + extent) + " of " + input);
      }
      long steps = ceil ? (room + stride - 1) / stride : room / stride;
      if (ceil && steps * stride >= length + begin) {
        steps--; // The last window would begin in the padding at the end.
      }
      shape.add(Shapes.length(steps + 1));
    }
    return shape;
  }

  /** [..., I] to [..., O]. */
  public static List<Integer> dense(List<Integer> input, int features, int outputs) {
    int last = input.size() - 1;
    if (input.size() < 2 || input.get(last) != features) {
      throw new ModelMismatchException(
          "expects " + features + " features and gets a value of shape " + input);
    }
    return Shapes.with(input, last, outputs);
  }

  /** Shapes that agree but along the axis to their sum there. */
  public static List<Integer> concat(List<List<Integer>> inputs, int axis) {
    List<Integer> first = inputs.get(0);
    long length = 0;
    for (List<Integer> input : inputs) {
      if (input.size() != first.size()
          || !Shapes.with(input, axis, 0).equals(Shapes.with(first, axis, 0))) {
        throw new ModelMismatchException(
            "joins values of shapes " + inputs + " along dimension " + axis);
      }
      length += input.get(axis);
    }
    return Shapes.with(first, axis, Shapes.length(length));
  }

  /** The shape a Reshape names: -1 is what is left, 0 the input's own length. */
  static List<Integer> reshape(List<Integer> input, List<Long> target, boolean allowsZero) {
    List<Integer> shape = new ArrayList<>();
    int open = -1;
    for (int i = 0; i < target.size(); i++) {
      int length = Shapes.length(target.get(i));
      if (length == 0 && !allowsZero) {
        length = input.get(Shapes.axis(i, input.size()));
      } else if (length == -1 && open < 0) {
        open = i;
        length = 1;
      }
      shape.add(length);
    }
    int size = Shapes.size(input);
    int known = Shapes.size(shape);
    if (open >= 0 && known > 0 && size % known == 0) {
      shape.set(open, size / known);
    } else if (open >= 0 || known != size) {
      throw new ModelMismatchException("turns shape " + input + " into " + target);
    }
    return shape;
  }

  /** The dimensions in another order. */
  public static List<Integer> transpose(List<Integer> input, List<Integer> permutation) {
    if (permutation.size() != input.size()
        || !IntStream.range(0, input.size()).allMatch(permutation::contains)) {
      throw new ModelMismatchException(
          "orders the dimensions of shape " + input + " as " + permutation);
    }
    return permutation.stream().map(input::get).toList();
  }

  /** Cells added before and after in each dimension, none negative. */
  public static List<Integer> pad(List<Integer> input, List<Integer> before, List<Integer> after) {
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      shape.add(Shapes.length((long) input.get(i) + before.get(i) + after.get(i)));
    }
    return shape;
  }
}
