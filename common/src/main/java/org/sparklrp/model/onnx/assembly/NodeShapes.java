package org.sparklrp.model.onnx.assembly;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.file.Constant;

/** What the nodes that only move values say about shapes, for constants and for layers alike. */
public final class NodeShapes {
  private NodeShapes() {}

  /** The shape a Reshape node gives a value. */
  public static List<Integer> reshape(NodeCall call, List<Integer> shape) {
    List<Long> target =
        call.integers("shape", 1).orElseThrow(() -> new ModelMismatchException("names no shape"));
    return ShapeInference.reshape(shape, target, call.attributes().flag("allowzero"));
  }

  /** The two dimensions a Flatten node makes: those before the axis, and the others. */
  public static List<Integer> flatten(NodeCall call, List<Integer> shape) {
    long declared = call.attributes().integer("axis", 1);
    int rank = shape.size();
    int axis = declared == rank ? rank : Shapes.axis(declared, rank);
    return List.of(Shapes.size(shape.subList(0, axis)), Shapes.size(shape.subList(axis, rank)));
  }

  /** A shape without the dimensions a Squeeze node names, or without any of length 1. */
  public static List<Integer> squeeze(NodeCall call, List<Integer> shape) {
    List<Integer> axes =
        call.integers("axes", 1)
            .map(list -> list.stream().map(axis -> Shapes.axis(axis, shape.size())).toList())
            .orElseGet(() -> axesOfLengthOne(shape));
    return IntStream.range(0, shape.size())
        .filter(axis -> !axes.contains(axis))
        .map(shape::get)
        .boxed()
        .toList();
  }

  private static List<Integer> axesOfLengthOne(List<Integer> shape) {
    return IntStream.range(0, shape.size()).filter(axis -> shape.get(axis) == 1).boxed().toList();
  }

  /** A shape with the dimensions of length 1 that an Unsqueeze node adds. */
  public static List<Integer> unsqueeze(NodeCall call, List<Integer> shape) {
    List<Integer> result = new ArrayList<>(shape);
    List<Long> axes = call.integers("axes", 1).orElse(List.of());
    int rank = shape.size() + axes.size();
    for (int axis : new TreeSet<>(axes.stream().map(a -> Shapes.axis(a, rank)).toList())) {
      result.add(axis, 1);
    }
    return result;
  }

  /** The order a Transpose node names; without one the dimensions are reversed. */
  public static List<Integer> permutation(NodeCall call, int rank) {
    return call.attributes()
        .integers("perm")
        .map(Shapes::lengths)
        .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).boxed().toList());
  }

  /** What a Shape node tells of a shape: all of it, or the part it names. */
  public static Constant shape(NodeCall call, List<Integer> shape) {
    SliceRange range =
        SliceRange.of(
            call.attributes().integer("start", 0),
            call.attributes().integer("end", shape.size()),
            1,
            shape.size());
    return Constant.integers(
        shape.stream().skip(range.start()).limit(range.count()).mapToLong(i -> i).toArray());
  }

  /** The cells of a value that each output of a Split node takes. */
  public static List<List<SliceRange>> split(NodeCall call, List<Integer> shape) {
    int axis = Shapes.axis(call.attributes().integer("axis", 0), shape.size());
    int length = shape.get(axis);
    int parts = call.node().outputs().size();
    long even = (length + parts - 1L) / parts;
    List<Long> lengths = call.integers("split", 1).orElse(Collections.nCopies(parts, even));
    List<List<SliceRange>> ranges = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < parts; i++) {
      long declared = i < lengths.size() ? lengths.get(i) : 0;
      int count = (int) Math.max(0, Math.min(declared, length - start));
      ranges.add(SliceRange.along(shape, axis, new SliceRange(start, 1, count)));
      start += count;
    }
    if (start != length) {
      throw new ModelMismatchException(
          "splits " + length + " cells of shape " + shape + " into parts of " + lengths);
    }
    return ranges;
  }
}
