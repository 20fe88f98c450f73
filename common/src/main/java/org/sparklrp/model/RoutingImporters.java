package org.sparklrp.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    List<Value.Computed> inputs = call.allComputed();
    int axis = Shapes.axis(call.attributes().integer("axis", 1), inputs.get(0).rank());
    if (inputs.size() == 1) {
      return List.of(inputs.get(0));
    }
    List<Integer> shape =
        ShapeInference.concat(inputs.stream().map(Value.Computed::shape).toList(), axis);
    return List.of(call.graph().add(call.name(), new Layer.Concat(axis), inputs, shape));
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
