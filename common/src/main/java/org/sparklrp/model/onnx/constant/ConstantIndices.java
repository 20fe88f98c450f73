package org.sparklrp.model.onnx.constant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Constants whose cells are told by index: triangles, running sums, sorted and scattered values.
 */
final class ConstantIndices {
  private ConstantIndices() {}

  static final Map<String, ConstantFolding.Operator> ALL = operators();

  private static Map<String, ConstantFolding.Operator> operators() {
    Map<String, ConstantFolding.Operator> all = new HashMap<>();
    all.put("Trilu", ConstantIndices::triangle);
    all.put("EyeLike", ConstantIndices::diagonal);
    all.put("CumSum", ConstantIndices::runningSum);
    all.put("GatherElements", ConstantIndices::gatherElements);
    all.put("ScatterElements", ConstantIndices::scatterElements);
    all.put("NonZero", ConstantIndices::nonZero);
    all.put("ArgMax", call -> best(call, true));
    all.put("ArgMin", call -> best(call, false));
    all.put("OneHot", ConstantIndices::oneHot);
    return Map.copyOf(all);
  }

  private static Constant triangle(NodeCall call) {
    Constant input = call.constant(0);
    int rank = input.shape().size();
    int columns = input.shape().get(rank - 1);
    int rows = input.shape().get(rank - 2);
    long offset = call.has(1) ? call.constant(1).integer(0) : 0;
    boolean isUpper = call.attributes().integer("upper", 1) != 0;
    double[] values = new double[input.size()];
    for (int i = 0; i < values.length; i++) {
      long distance = i % columns - i / columns % rows - offset;
      boolean isKept = isUpper ? distance >= 0 : distance <= 0;
      values[i] = isKept ? input.real(i) : 0;
    }
    return Constant.of(input, input.shape(), values);
  }

  private static Constant diagonal(NodeCall call) {
    List<Integer> shape = call.constant(0).shape();
    long offset = call.attributes().integer("k", 0);
    double[] values = new double[Shapes.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % shape.get(1) - i / shape.get(1) == offset ? 1 : 0;
    }
    return Constant.of(new Constant.Reals(List.of(), new float[1]), shape, values);
  }

  private static Constant runningSum(NodeCall call) {
    Constant input = call.constant(0);
    List<Integer> shape = input.shape();
    int axis = Shapes.axis(call.constant(1).integer(0), shape.size());
    int stride = Shapes.strides(shape)[axis];
    int length = shape.get(axis);
    boolean isReversed = call.attributes().flag("reverse");
    boolean isExclusive = call.attributes().flag("exclusive");
    double[] values = new double[input.size()];
    for (int row = 0; row < values.length / Math.max(1, length); row++) {
      int first = row / stride * stride * length + row % stride;
      double sum = 0;
      for (int k = 0; k < length; k++) {
        int cell = first + (isReversed ? length - 1 - k : k) * stride;
        double own = input.real(cell);
        values[cell] = isExclusive ? sum : sum + own;
        sum += own;
      }
    }
    return Constant.of(input, shape, values);
  }

  /** For each index the cell of the input that it names along a dimension. */
  private static int[] places(NodeCall call, Constant indices, List<Integer> shape) {
    int axis = Shapes.axis(call.attributes().integer("axis", 0), shape.size());
    int[] strides = Shapes.strides(shape);
    int own = strides[axis];
    strides[axis] = 0;
    int[] places = Shapes.indices(indices.shape(), 0, strides);
    for (int i = 0; i < places.length; i++) {
      places[i] += Shapes.axis(indices.integer(i), shape.get(axis)) * own;
    }
    return places;
  }

  private static Constant gatherElements(NodeCall call) {
    Constant indices = call.constant(1);
    Constant input = call.constant(0);
    return input.pick(indices.shape(), places(call, indices, input.shape()));
  }

  private static Constant scatterElements(NodeCall call) {
    if (!call.attributes().text("reduction", "none").equals("none")) {
      throw new UnsupportedNodeException("that reduces");
    }
    Constant input = call.constant(0);
    Constant updates = call.constant(2);
    int[] places = places(call, call.constant(1), input.shape());
    double[] values = IntStream.range(0, input.size()).mapToDouble(input::real).toArray();
    for (int i = 0; i < places.length; i++) {
      values[places[i]] = updates.real(i);
    }
    return Constant.of(input, input.shape(), values);
  }

  private static Constant nonZero(NodeCall call) {
    Constant input = call.constant(0);
    int[] cells = IntStream.range(0, input.size()).filter(i -> input.real(i) != 0).toArray();
    int[] strides = Shapes.strides(input.shape());
    long[] places = new long[strides.length * cells.length];
    for (int axis = 0; axis < strides.length; axis++) {
      for (int i = 0; i < cells.length; i++) {
        places[axis * cells.length + i] = cells[i] / strides[axis] % input.shape().get(axis);
      }
    }
    return new Constant.Integers(List.of(strides.length, cells.length), places);
  }

  private static Constant best(NodeCall call, boolean largest) {
    Constant input = call.constant(0);
    List<Integer> shape = input.shape();
    int axis = Shapes.axis(call.attributes().integer("axis", 0), shape.size());
    int stride = Shapes.strides(shape)[axis];
    int length = shape.get(axis);
    if (length < 1) {
      throw new ModelMismatchException("looks for the best of nothing, shape " + shape);
    }
    boolean prefersLast = call.attributes().flag("select_last_index");
    long[] found = new long[input.size() / length];
    for (int row = 0; row < found.length; row++) {
      int first = row / stride * stride * length + row % stride;
      Comparator<Integer> byValue = Comparator.comparingDouble(k -> input.real(first + k * stride));
      int best = 0;
      for (int k = 1; k < length; k++) {
        int order = largest ? byValue.compare(k, best) : byValue.compare(best, k);
        best = order > 0 || (order == 0 && prefersLast) ? k : best;
      }
      found[row] = best;
    }
    List<Integer> result = new ArrayList<>(shape);
    if (call.attributes().integer("keepdims", 1) == 1) {
      result.set(axis, 1);
    } else {
      result.remove(axis);
    }
    return new Constant.Integers(result, found);
  }

  private static Constant oneHot(NodeCall call) {
    Constant indices = call.constant(0);
    int depth = Shapes.length(call.constant(1).integer(0));
    Constant values = call.constant(2);
    int rank = indices.shape().size() + 1;
    int axis = Shapes.axis(call.attributes().integer("axis", -1), rank);
    List<Integer> shape = new ArrayList<>(indices.shape());
    shape.add(axis, depth);
    int[] cells = new int[Shapes.size(ConstantFolding.affordable(shape, indices.size()))];
    int inner = Shapes.size(shape.subList(axis + 1, rank));
    for (int i = 0; i < cells.length; i++) {
      long index = indices.integer(i / (depth * inner) * inner + i % inner);
      cells[i] = i / inner % depth == Math.floorMod(index, depth) ? 1 : 0;
    }
    return values.pick(shape, cells);
  }
}
