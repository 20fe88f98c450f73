package org.sparklrp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The same values in another shape or order, and nodes that do nothing at inference. */
final class ReshapeImporters {
  private ReshapeImporters() {}

  static final Map<String, NodeImporter> ALL =
      Map.of(
          "Reshape", ReshapeImporters::reshape,
          "Flatten", ReshapeImporters::flatten,
          "Squeeze", ReshapeImporters::squeeze,
          "Unsqueeze", ReshapeImporters::unsqueeze,
          "Transpose", ReshapeImporters::transpose,
          "Identity", call -> List.of(call.computed(0)),
          "Dropout", ReshapeImporters::dropout,
          "Cast", ReshapeImporters::cast,
          "Expand", ReshapeImporters::expand,
          "Shape", ReshapeImporters::shape);

  private static List<Value> reshape(NodeCall call) {
    List<Long> target =
        call.attributes().integers("shape").orElseGet(() -> call.constant(1).longs());
    List<Integer> shape =
        ShapeInference.reshape(
            call.computed(0).shape(), target, call.attributes().flag("allowzero"));
    return List.of(call.reshape(shape));
  }

  private static List<Value> flatten(NodeCall call) {
    List<Integer> shape = call.computed(0).shape();
    long declared = call.attributes().integer("axis", 1);
    int axis = declared == shape.size() ? shape.size() : Shapes.axis(declared, shape.size());
    int rows = Shapes.size(shape.subList(0, axis));
    int columns = Shapes.size(shape.subList(axis, shape.size()));
    return List.of(call.reshape(List.of(rows, columns)));
  }

  private static List<Value> squeeze(NodeCall call) {
    List<Integer> shape = call.computed(0).shape();
    List<Integer> axes =
        call.axes(1)
            .map(list -> list.stream().map(axis -> Shapes.axis(axis, shape.size())).toList())
            .orElseGet(
                () ->
                    IntStream.range(0, shape.size())
                        .filter(i -> shape.get(i) == 1)
                        .boxed()
                        .toList());
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      if (!axes.contains(i)) {
        kept.add(shape.get(i));
      }
    }
    return List.of(call.reshape(kept));
  }

  private static List<Value> unsqueeze(NodeCall call) {
    List<Integer> shape = new ArrayList<>(call.computed(0).shape());
    List<Long> axes = call.axes(1).orElse(List.of());
    int rank = shape.size() + axes.size();
    for (int axis : new TreeSet<>(axes.stream().map(a -> Shapes.axis(a, rank)).toList())) {
      shape.add(axis, 1);
    }
    return List.of(call.reshape(shape));
  }

  private static List<Value> transpose(NodeCall call) {
    Value.Computed input = call.computed(0);
    List<Integer> permutation = permutation(call, input.rank());
    List<Integer> shape = ShapeInference.transpose(input.shape(), permutation);
    boolean isIdentity = permutation.equals(IntStream.range(0, input.rank()).boxed().toList());
    return List.of(isIdentity ? input : call.add(new Layer.Transpose(permutation), shape));
  }

  /** The order a Transpose node names; without one the dimensions are reversed. */
  static List<Integer> permutation(NodeCall call, int rank) {
    return call.attributes()
        .integers("perm")
        .map(Shapes::lengths)
        .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).boxed().toList());
  }

  private static List<Value> dropout(NodeCall call) {
    if (call.isConstant(2) && call.constant(2).size() == 1 && call.constant(2).integer(0) != 0) {
      throw new UnsupportedNodeException("in training mode");
    }
    return List.of(call.computed(0));
  }

  private static List<Value> cast(NodeCall call) {
    if (!ConstantFolding.isReal(call.attributes().integer("to", 0))) {
      throw new UnsupportedNodeException("of a computed value to integers");
    }
    return List.of(call.computed(0));
  }

  private static List<Value> expand(NodeCall call) {
    List<Integer> input = call.computed(0).shape();
    List<Integer> target = Shapes.lengths(call.constant(1).longs());
    if (!Shapes.broadcast(input, target).equals(input)) {
      throw new UnsupportedNodeException("of shape " + input + " to " + target);
    }
    return List.of(call.computed(0));
  }

  private static List<Value> shape(NodeCall call) {
    List<Integer> shape = call.computed(0).shape();
    SliceRange range =
        SliceRange.of(
            call.attributes().integer("start", 0),
            call.attributes().integer("end", shape.size()),
            1,
            shape.size());
    long[] lengths =
        shape.stream().skip(range.start()).limit(range.count()).mapToLong(i -> i).toArray();
    return List.of(new Value.Known(Constant.integers(lengths)));
  }
}
