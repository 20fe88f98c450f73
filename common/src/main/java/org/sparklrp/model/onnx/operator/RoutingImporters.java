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
