package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.NodeShapes;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.SliceRange;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/** Values joined, cut and padded. */
public final class RoutingImporters {
  private RoutingImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "Concat", RoutingImporters::concat,
          "Pad", PadImporter::pad,
          "Slice", RoutingImporters::slice,
          "Split", RoutingImporters::split,
          "Tile", RoutingImporters::tile,
          "Gather", RoutingImporters::gather,
          "GatherND", RoutingImporters::gatherBlocks);

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

  /** Constant indices; those at equal distances are a slice. */
  private static List<Value> gather(NodeCall call) {
    Value.Computed input = call.computed(0);
    Constant indices = call.constant(1);
    int axis = Shapes.axis(call.attributes().integer("axis", 0), input.rank());
    int length = input.shape().get(axis);
    List<Integer> cells =
        indices.longs().stream().map(index -> Shapes.axis(index, length)).toList();
    if (cells.isEmpty()) {
      throw new ModelMismatchException("takes nothing of a value of shape " + input.shape());
    }
    Value.Computed taken = gathered(call, call.name(), input, axis, cells);
    List<Integer> shape = new ArrayList<>(input.shape().subList(0, axis));
    shape.addAll(indices.shape());
    shape.addAll(input.shape().subList(axis + 1, input.rank()));
    return List.of(call.graph().reshape(call.name() + "/reshape", taken, shape));
  }

  /**
   * Constant places in several dimensions at once, which are made one for it. Where a transpose has
   * brought those dimensions to the front, as the exporter of PyTorch does, they are left where
   * they were, so that the batch stays first.
   */
  private static List<Value> gatherBlocks(NodeCall call) {
    Value.Computed input = call.computed(0);
    Constant indices = call.constant(1);
    int skipped = Shapes.length(call.attributes().integer("batch_dims", 0));
    List<Integer> places = indices.shape();
    int depth = places.isEmpty() ? 0 : places.get(places.size() - 1);
    if (depth < 1 || skipped + depth > input.rank()) {
      throw new ModelMismatchException(
          "takes places of shape " + places + " from a value of shape " + input.shape());
    }
    List<Integer> axes = IntStream.range(skipped, skipped + depth).boxed().toList();
    List<Integer> wanted = places.subList(skipped, places.size() - 1);
    List<Integer> lengths = axes.stream().map(input.shape()::get).toList();
    int count = Shapes.size(wanted);
    List<Integer> cells = new ArrayList<>();
    for (int i = 0; i < indices.size() / depth; i++) {
      int cell = 0;
      for (int d = 0; d < depth; d++) {
        int length = lengths.get(d);
        cell = cell * length + Shapes.axis(indices.integer(i * depth + d), length);
      }
      if (i >= count && cells.get(i % count) != cell) {
        throw new UnsupportedNodeException("that takes other cells of each image");
      }
      if (i < count) {
        cells.add(cell);
      }
    }
    List<Integer> order = IntStream.range(0, input.rank()).boxed().toList();
    Value.Computed source = input;
    Optional<Layer.Transpose> before = call.graph().producer(input.index(), Layer.Transpose.class);
    if (skipped == 0 && before.isPresent()) {
      order = before.get().permutation();
      source = call.graph().value(call.graph().node(input.index()).inputs().get(0));
    }
    List<Integer> taken = axes.stream().map(order::get).toList();
    int first = taken.get(0);
    boolean isBlock = taken.equals(IntStream.range(first, first + depth).boxed().toList());
    if (!isBlock) {
      order = IntStream.range(0, input.rank()).boxed().toList();
      source = input;
      first = skipped;
    }
    int at = first;
    List<Integer> rest = new ArrayList<>(source.shape().subList(at + depth, source.rank()));
    List<Integer> merged = new ArrayList<>(source.shape().subList(0, at));
    merged.add(Shapes.size(lengths));
    merged.addAll(rest);
    Value.Computed rows = call.graph().reshape(call.name() + "/rows", source, merged);
    Value.Computed chosen = gathered(call, call.name(), rows, at, cells);
    List<Integer> split = new ArrayList<>(source.shape().subList(0, at));
    split.addAll(wanted);
    split.addAll(rest);
    Value.Computed result = call.graph().reshape(call.name() + "/split", chosen, split);
    List<Integer> back = new ArrayList<>();
    for (int axis : order) {
      if (axis == at) {
        IntStream.range(at, at + wanted.size()).forEach(back::add);
      } else if (axis < at) {
        back.add(axis);
      } else if (axis >= at + depth) {
        back.add(axis - depth + wanted.size());
      }
    }
    return List.of(call.graph().transpose(call.name() + "/order", result, back));
  }

  /** Cells chosen along a dimension: a slice where their distances are equal. */
  static Value.Computed gathered(
      NodeCall call, String name, Value.Computed input, int axis, List<Integer> cells) {
    int step = cells.size() < 2 ? 1 : cells.get(1) - cells.get(0);
    boolean isRegular = step != 0;
    for (int i = 2; i < cells.size(); i++) {
      isRegular &= cells.get(i) - cells.get(i - 1) == step;
    }
    if (isRegular) {
      SliceRange range = new SliceRange(cells.get(0), step, cells.size());
      return sliced(call, name, input, SliceRange.along(input.shape(), axis, range));
    }
    List<Integer> shape = Shapes.with(input.shape(), axis, cells.size());
    return call.graph().add(name, new Layer.Gather(axis, cells), input, shape);
  }

  /** Each dimension repeated as a whole. */
  private static List<Value> tile(NodeCall call) {
    Value.Computed tiled = call.computed(0);
    List<Integer> repeats = Shapes.lengths(call.constant(1).longs());
    if (repeats.size() != tiled.rank() || Collections.min(repeats) < 1) {
      throw new ModelMismatchException("repeats shape " + tiled.shape() + " by " + repeats);
    }
    for (int axis = 0; axis < repeats.size(); axis++) {
      int length = tiled.shape().get(axis);
      int total = Shapes.length((long) length * repeats.get(axis));
      Shapes.size(Shapes.with(tiled.shape(), axis, total));
      if (total > length) {
        List<Integer> cells = IntStream.range(0, total).map(i -> i % length).boxed().toList();
        tiled = gathered(call, call.name(), tiled, axis, cells);
      }
    }
    return List.of(tiled);
  }

  private static Value.Computed sliced(NodeCall call, String name, List<SliceRange> ranges) {
    return sliced(call, name, call.computed(0), ranges);
  }

  static Value.Computed sliced(
      NodeCall call, String name, Value.Computed input, List<SliceRange> ranges) {
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
