package org.sparklrp.model.onnx.constant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeShapes;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.SliceRange;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/** Constants in another shape, cut, joined and picked from. */
final class ConstantRouting {
  private ConstantRouting() {}

  static final Map<String, ConstantFolding.Operator> ALL = operators();

  private static Map<String, ConstantFolding.Operator> operators() {
    Map<String, ConstantFolding.Operator> all = new HashMap<>();
    all.put("Reshape", reshaped(NodeShapes::reshape));
    all.put("Flatten", reshaped(NodeShapes::flatten));
    all.put("Squeeze", reshaped(NodeShapes::squeeze));
    all.put("Unsqueeze", reshaped(NodeShapes::unsqueeze));
    all.put("Transpose", ConstantRouting::transpose);
    all.put("Expand", ConstantRouting::expand);
    all.put("Where", ConstantRouting::where);
    all.put("Gather", ConstantRouting::gather);
    all.put("Slice", ConstantRouting::slice);
    all.put("ScatterND", ConstantRouting::scatter);
    all.put("Concat", ConstantRouting::concat);
    return Map.copyOf(all);
  }

  private static ConstantFolding.Operator reshaped(
      BiFunction<NodeCall, List<Integer>, List<Integer>> shape) {
    return call -> call.constant(0).reshaped(shape.apply(call, call.constant(0).shape()));
  }

  private static Constant transpose(NodeCall call) {
    Constant input = call.constant(0);
    List<Integer> permutation = NodeShapes.permutation(call, input.shape().size());
    List<Integer> shape = ShapeInference.transpose(input.shape(), permutation);
    int[] own = Shapes.strides(input.shape());
    int[] strides = permutation.stream().mapToInt(axis -> own[axis]).toArray();
    return input.pick(shape, Shapes.indices(shape, 0, strides));
  }

  private static Constant expand(NodeCall call) {
    Constant input = call.constant(0);
    List<Integer> target = Shapes.lengths(call.constant(1).longs());
    List<Integer> shape =
        ConstantFolding.affordable(Shapes.broadcast(input.shape(), target), input.size());
    return input.pick(shape, Shapes.broadcastIndices(input.shape(), shape));
  }

  private static Constant where(NodeCall call) {
    Constant condition = call.constant(0);
    Constant yes = call.constant(1);
    Constant no = call.constant(2);
    List<Integer> shape =
        ConstantFolding.affordable(
            Shapes.broadcast(condition.shape(), Shapes.broadcast(yes.shape(), no.shape())),
            Math.max(yes.size(), no.size()));
    int[] conditions = Shapes.broadcastIndices(condition.shape(), shape);
    int[] yesCells = Shapes.broadcastIndices(yes.shape(), shape);
    int[] noCells = Shapes.broadcastIndices(no.shape(), shape);
    Constant both = join(List.of(yes, no), List.of(yes.size() + no.size()));
    int[] cells = new int[conditions.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = condition.integer(conditions[i]) != 0 ? yesCells[i] : yes.size() + noCells[i];
    }
    return both.pick(shape, cells);
  }

  private static Constant gather(NodeCall call) {
    Constant input = call.constant(0);
    Constant indices = call.constant(1);
    List<Integer> shape = input.shape();
    int axis = Shapes.axis(call.attributes().integer("axis", 0), shape.size());
    int length = shape.get(axis);
    int inner = Shapes.size(shape.subList(axis + 1, shape.size()));
    int outer = Shapes.size(shape.subList(0, axis));
    List<Integer> result = new ArrayList<>(shape.subList(0, axis));
    result.addAll(indices.shape());
    result.addAll(shape.subList(axis + 1, shape.size()));
    int[] cells = new int[Shapes.size(ConstantFolding.affordable(result, input.size()))];
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.size(); i++) {
        int cell = Shapes.axis(indices.integer(i), length);
        for (int k = 0; k < inner; k++) {
          cells[next++] = (o * length + cell) * inner + k;
        }
      }
    }
    return input.pick(result, cells);
  }

  /** Blocks of the first input replaced by updates, at the places the indices name. */
  private static Constant scatter(NodeCall call) {
    Constant input = call.constant(0);
    Constant indices = call.constant(1);
    Constant updates = call.constant(2);
    List<Integer> shape = input.shape();
    List<Integer> places = indices.shape();
    int depth = places.isEmpty() ? 0 : places.get(places.size() - 1);
    if (!call.attributes().text("reduction", "none").equals("none")) {
      throw new UnsupportedNodeException("that reduces");
    }
    int[] strides = Shapes.strides(shape);
    int[] cells = IntStream.range(0, input.size()).toArray();
    int block = Shapes.size(shape.subList(depth, shape.size()));
    for (int update = 0; update < updates.size() / block; update++) {
      int start = 0;
      for (int d = 0; d < depth; d++) {
        long place = indices.integer(update * depth + d);
        start += Shapes.axis(place, shape.get(d)) * strides[d];
      }
      for (int i = 0; i < block; i++) {
        cells[start + i] = input.size() + update * block + i;
      }
    }
    return join(List.of(input, updates), List.of(input.size() + updates.size())).pick(shape, cells);
  }

  private static Constant slice(NodeCall call) {
    Constant input = call.constant(0);
    return sliced(input, SliceRange.of(call, input.shape()));
  }

  private static Constant sliced(Constant input, List<SliceRange> ranges) {
    int[] strides = Shapes.strides(input.shape());
    int offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += ranges.get(axis).start() * strides[axis];
      strides[axis] *= ranges.get(axis).step();
    }
    List<Integer> shape = ranges.stream().map(SliceRange::count).toList();
    return input.pick(shape, Shapes.indices(shape, offset, strides));
  }

  private static Constant concat(NodeCall call) {
    List<Constant> parts = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      parts.add(call.constant(i));
    }
    List<Integer> first = parts.get(0).shape();
    int axis = Shapes.axis(call.attributes().integer("axis", 0), first.size());
    List<Integer> shape = ShapeInference.concat(parts.stream().map(Constant::shape).toList(), axis);
    Constant joined = join(parts, List.of(Shapes.size(shape)));
    int[] cells = new int[joined.size()];
    int outer = Shapes.size(first.subList(0, axis));
    int next = 0;
    for (int o = 0; o < outer; o++) {
      int start = 0;
      for (Constant part : parts) {
        int row = part.size() / outer;
        for (int i = 0; i < row; i++) {
          cells[next++] = start + o * row + i;
        }
        start += part.size();
      }
    }
    return joined.pick(shape, cells);
  }

  /** All values of the parts one after the other. */
  private static Constant join(List<Constant> parts, List<Integer> shape) {
    if (parts.stream().allMatch(Constant.Integers.class::isInstance)) {
      return new Constant.Integers(
          shape, parts.stream().flatMap(part -> part.longs().stream()).mapToLong(v -> v).toArray());
    }
    float[] values = new float[Shapes.size(shape)];
    int next = 0;
    for (Constant part : parts) {
      System.arraycopy(part.floats(), 0, values, next, part.size());
      next += part.size();
    }
    return new Constant.Reals(shape, values);
  }

  /** The outputs of a Split node. */
  static List<Value> split(NodeCall call) {
    Constant input = call.constant(0);
    List<Value> outputs = new ArrayList<>();
    for (List<SliceRange> ranges : NodeShapes.split(call, input.shape())) {
      outputs.add(new Value.Known(sliced(input, ranges)));
    }
    return outputs;
  }
}
