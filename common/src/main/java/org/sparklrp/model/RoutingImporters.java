package org.sparklrp.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Values joined, cut and padded. */
final class RoutingImporters {
  private RoutingImporters() {}

  static final Map<String, NodeImporter> ALL =
      Map.of(
          "Concat", RoutingImporters::concat,
          "Pad", RoutingImporters::pad,
          "Slice", RoutingImporters::slice,
          "Split", RoutingImporters::split,
          "Gather", RoutingImporters::gather);

  private static List<Value> concat(NodeCall call) {
    if (IntStream.range(0, call.inputs().size()).anyMatch(call::isConstant)) {
      return List.of(insertions(call));
    }
    List<Value.Computed> inputs = call.allComputed();
    int axis = Shapes.axis(call.attributes().integer("axis", 1), inputs.get(0).rank());
    if (inputs.size() == 1) {
      return List.of(inputs.get(0));
    }
    List<Integer> shape =
        ShapeInference.concat(inputs.stream().map(Value.Computed::shape).toList(), axis);
    return List.of(call.graph().add(call.name(), new Layer.Concat(axis), inputs, shape));
  }

  /** Computed values joined, with the constants inserted between them. */
  private static Value.Computed insertions(NodeCall call) {
    List<Value.Computed> inputs = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      if (!call.isConstant(i)) {
        inputs.add(call.computed(i));
      }
    }
    int axis = Shapes.axis(call.attributes().integer("axis", 1), inputs.get(0).rank());
    List<Integer> shape =
        ShapeInference.concat(inputs.stream().map(Value.Computed::shape).toList(), axis);
    Value.Computed joined =
        inputs.size() == 1
            ? inputs.get(0)
            : call.graph().add(call.name() + "/join", new Layer.Concat(axis), inputs, shape);
    int at = 0;
    for (int i = 0; i < call.inputs().size(); i++) {
      if (call.isConstant(i)) {
        Constant constant = call.constant(i);
        List<Integer> longer =
            ShapeInference.concat(List.of(joined.shape(), constant.shape()), axis);
        Layer insert = new Layer.Insert(axis, at, constant.tensor());
        joined = call.graph().add(call.name(), insert, joined, longer);
        at += constant.shape().get(axis);
      } else {
        at += call.computed(i).shape().get(axis);
      }
    }
    return joined;
  }

  /** Cells before and after each dimension; negative counts cut cells off. */
  private static List<Value> pad(NodeCall call) {
    String mode = call.attributes().text("mode", "constant");
    if (!mode.equals("constant")) {
      throw new UnsupportedNodeException("in mode " + mode);
    }
    Value.Computed input = call.computed(0);
    int rank = input.rank();
    List<Integer> pads = Shapes.lengths(call.integers("pads", 1).orElse(List.of()));
    List<Long> axes =
        call.has(3) ? call.constant(3).longs() : LongStream.range(0, rank).boxed().toList();
    if (pads.size() != 2 * axes.size()) {
      throw new ModelMismatchException("pads shape " + input.shape() + " by " + pads);
    }
    List<Integer> before = new ArrayList<>(Collections.nCopies(rank, 0));
    List<Integer> after = new ArrayList<>(Collections.nCopies(rank, 0));
    List<SliceRange> ranges = new ArrayList<>();
    input.shape().forEach(length -> ranges.add(SliceRange.all(length)));
    for (int i = 0; i < axes.size(); i++) {
      int axis = Shapes.axis(axes.get(i), rank);
      int begin = pads.get(i);
      int end = pads.get(i + axes.size());
      int length = input.shape().get(axis);
      int start = Math.max(0, -begin);
      long count = (long) length - start + Math.min(0, end);
      if (count < 0) {
        throw new ModelMismatchException("pads shape " + input.shape() + " by " + pads);
      }
      ranges.set(axis, new SliceRange(start, 1, (int) count));
      before.set(axis, Math.max(0, begin));
      after.set(axis, Math.max(0, end));
    }
    Value.Computed cut = sliced(call, call.name() + "/slice", ranges);
    if (Collections.max(before) == 0 && Collections.max(after) == 0) {
      return List.of(cut);
    }
    float value =
        call.has(2) && call.constant(2).size() > 0
            ? (float) call.constant(2).real(0)
            : call.attributes().real("value", 0);
    return List.of(
        call.graph()
            .add(
                call.name(),
                new Layer.Pad(before, after, value),
                cut,
                ShapeInference.pad(cut.shape(), before, after)));
  }

  private static List<Value> slice(NodeCall call) {
    return List.of(sliced(call, call.name(), SliceRange.of(call, call.computed(0).shape())));
  }

  private static List<Value> split(NodeCall call) {
    List<Value> outputs = new ArrayList<>();
    for (List<SliceRange> ranges : NodeShapes.split(call, call.computed(0).shape())) {
      outputs.add(sliced(call, call.name() + "/" + outputs.size(), ranges));
    }
    return outputs;
  }

  /** Constant indices at equal distances are a slice; a single index also drops the dimension. */
  private static List<Value> gather(NodeCall call) {
    Value.Computed input = call.computed(0);
    Constant indices = call.constant(1);
    int axis = Shapes.axis(call.attributes().integer("axis", 0), input.rank());
    int length = input.shape().get(axis);
    List<Integer> cells =
        indices.longs().stream().map(index -> Shapes.axis(index, length)).toList();
    int step = cells.size() < 2 ? 1 : cells.get(1) - cells.get(0);
    boolean isRegular = indices.shape().size() < 2 && !cells.isEmpty() && step != 0;
    for (int i = 2; i < cells.size(); i++) {
      isRegular &= cells.get(i) - cells.get(i - 1) == step;
    }
    if (!isRegular) {
      throw new UnsupportedNodeException("of cells at irregular distances " + cells);
    }
    SliceRange range = new SliceRange(cells.get(0), step, cells.size());
    Value.Computed taken = sliced(call, call.name(), SliceRange.along(input.shape(), axis, range));
    if (!indices.shape().isEmpty()) {
      return List.of(taken);
    }
    List<Integer> shape = new ArrayList<>(taken.shape());
    shape.remove(axis);
    return List.of(call.graph().reshape(call.name() + "/squeeze", taken, shape));
  }

  private static Value.Computed sliced(NodeCall call, String name, List<SliceRange> ranges) {
    Value.Computed input = call.computed(0);
    List<Integer> shape = ranges.stream().map(SliceRange::count).toList();
    if (shape.contains(0)) {
      throw new ModelMismatchException("takes nothing of a value of shape " + input.shape());
    }
    if (shape.equals(input.shape()) && ranges.stream().allMatch(range -> range.step() > 0)) {
      return input;
    }
    if (shape.get(0) == 1
        && call.graph().producer(input.index(), Layer.Transpose.class).isPresent()) {
      Optional<Value.Computed> taken = beforeTranspose(call, name, ranges, input);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
    return cut(call, name, ranges, input);
  }

  /**
   * One cell of the first dimension, where a transpose has put another than the batch, as queries,
   * keys and values are taken from one product: the cell is cut out before the transpose, so that
   * the batch stays first.
   */
  private static Optional<Value.Computed> beforeTranspose(
      NodeCall call, String name, List<SliceRange> ranges, Value.Computed input) {
    LayerGraph.Node transpose = call.graph().node(input.index());
    List<Integer> order =
        call.graph().producer(input.index(), Layer.Transpose.class).orElseThrow().permutation();
    List<Integer> whole = Shapes.with(input.shape(), 0, 1);
    boolean isOneCell = ranges.stream().map(SliceRange::count).toList().equals(whole);
    int moved = order.get(0);
    if (!isOneCell || moved == 0) {
      return Optional.empty();
    }
    Value.Computed source = call.graph().value(transpose.inputs().get(0));
    Value.Computed cell =
        cut(call, name, SliceRange.along(source.shape(), moved, ranges.get(0)), source);
    List<Integer> squeezed = new ArrayList<>(cell.shape());
    squeezed.remove(moved);
    List<Integer> rest =
        order.stream().skip(1).map(axis -> axis > moved ? axis - 1 : axis).toList();
    Value.Computed ordered =
        call.graph()
            .transpose(
                name + "/transpose", call.graph().reshape(name + "/cell", cell, squeezed), rest);
    return Optional.of(call.graph().reshape(name + "/unsqueeze", ordered, whole));
  }

  private static Value.Computed cut(
      NodeCall call, String name, List<SliceRange> ranges, Value.Computed input) {
    List<Integer> shape = ranges.stream().map(SliceRange::count).toList();
    return call.graph()
        .add(
            name,
            new Layer.Slice(
                ranges.stream().map(SliceRange::start).toList(),
                ranges.stream().map(SliceRange::step).toList()),
            input,
            shape);
  }
}
