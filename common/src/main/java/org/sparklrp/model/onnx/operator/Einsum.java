package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Einstein sums of two values as matrix products: dimensions that both have and the result keeps
 * are batches of matrices, those that both have and the result lacks are summed over.
 */
final class Einsum {
  private final NodeCall call;
  private final String first;
  private final String second;
  private final String result;
  private final Map<Character, Integer> lengths = new TreeMap<>();

  private Einsum(NodeCall call, String first, String second, String result) {
    this.call = call;
    this.first = first;
    this.second = second;
    this.result = result;
  }

  static List<Value> run(NodeCall call) {
    String equation = call.attributes().text("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] operands = sides[0].split(",", -1);
    boolean isPlain =
        sides.length == 2
            && equation.matches("[A-Za-z,]+->[A-Za-z]+")
            && operands.length == call.inputs().size()
            && List.of(operands).stream().allMatch(Einsum::isDistinct)
            && isDistinct(sides[1]);
    if (!isPlain || operands.length > 2) {
      throw new UnsupportedNodeException("with the equation " + equation);
    }
    if (operands.length == 1) {
      return List.of(ordered(call, call.computed(0), operands[0], sides[1]));
    }
    return List.of(new Einsum(call, operands[0], operands[1], sides[1]).product());
  }

  private static boolean isDistinct(String labels) {
    return labels.chars().distinct().count() == labels.length();
  }

  private Value.Computed product() {
    String shared = kept(first, second, true);
    String batch = kept(shared, result, true);
    String summed = kept(shared, result, false);
    String rows = kept(first, second, false);
    String columns = kept(second, first, false);
    if ((batch + rows + columns).length() != result.length() || !isIn(rows + columns, result)) {
      throw new UnsupportedNodeException(
          "with the equation " + first + "," + second + "->" + result);
    }
    measure(first, 0);
    measure(second, 1);
    Value.Computed product;
    if (call.isConstant(1) && batch.isEmpty()) {
      product = dense(0, first, second, rows, summed, columns);
    } else if (call.isConstant(0) && batch.isEmpty()) {
      product = dense(1, second, first, columns, summed, rows);
      return ordered(call, product, columns + rows, result);
    } else {
      product =
          AttentionImporters.product(
              call,
              matrices(call.computed(0), first, batch, rows, summed),
              matrices(call.computed(1), second, batch, summed, columns));
      product =
          call.graph().reshape(call.name() + "/split", product, shape(batch + rows + columns));
    }
    return ordered(call, product, batch + rows + columns, result);
  }

  private Value.Computed dense(
      int input, String own, String others, String kept, String summed, String added) {
    Constant constant = call.constant(1 - input);
    List<Integer> order = (added + summed).chars().mapToObj(c -> others.indexOf(c)).toList();
    int[] strides = Shapes.strides(constant.shape());
    int[] moved = order.stream().mapToInt(axis -> strides[axis]).toArray();
    List<Integer> shape = shape(added + summed);
    Tensor weights =
        constant
            .pick(shape, Shapes.indices(shape, 0, moved))
            .reshaped(List.of(size(added), size(summed)))
            .tensor();
    Value.Computed moving = ordered(call, call.computed(input), own, kept + summed);
    List<Integer> flat = new ArrayList<>(shape(kept));
    flat.add(size(summed));
    Value.Computed flattened = call.graph().reshape(call.name() + "/join", moving, flat);
    Value.Computed product =
        call.graph()
            .add(
                call.name(),
                new Layer.Dense(weights, Tensor.vector(new float[size(added)])),
                flattened,
                ShapeInference.dense(flat, size(summed), size(added)));
    return call.graph().reshape(call.name() + "/split", product, shape(kept + added));
  }

  private Value.Computed matrices(
      Value.Computed value, String labels, String batch, String rows, String columns) {
    List<Integer> shape = new ArrayList<>(shape(batch));
    shape.add(size(rows));
    shape.add(size(columns));
    return call.graph()
        .reshape(
            call.name() + "/join", ordered(call, value, labels, batch + rows + columns), shape);
  }

  private static Value.Computed ordered(
      NodeCall call, Value.Computed value, String labels, String wanted) {
    if (labels.length() != wanted.length() || !isIn(labels, wanted)) {
      throw new UnsupportedNodeException("with the equation " + labels + "->" + wanted);
    }
    List<Integer> order = wanted.chars().mapToObj(label -> labels.indexOf(label)).toList();
    return call.graph().transpose(call.name() + "/order", value, order);
  }

  private void measure(String labels, int input) {
    List<Integer> shape =
        call.isConstant(input) ? call.constant(input).shape() : call.computed(input).shape();
    if (shape.size() != labels.length()) {
      throw new ModelMismatchException("names " + labels + " for a value of shape " + shape);
    }
    for (int i = 0; i < labels.length(); i++) {
      Integer known = lengths.putIfAbsent(labels.charAt(i), shape.get(i));
      if (known != null && !known.equals(shape.get(i))) {
        throw new ModelMismatchException(
            "gives the dimension " + labels.charAt(i) + " two lengths, in shape " + shape);
      }
    }
  }

  private List<Integer> shape(String labels) {
    return labels.chars().mapToObj(label -> lengths.getOrDefault((char) label, 1)).toList();
  }

  private int size(String labels) {
    return Shapes.size(shape(labels));
  }

  private static boolean isIn(String labels, String others) {
    return labels.chars().allMatch(label -> others.indexOf(label) >= 0);
  }

  private static String kept(String labels, String others, boolean present) {
    StringBuilder kept = new StringBuilder();
    labels
        .chars()
        .filter(label -> others.indexOf(label) >= 0 == present)
        .forEach(label -> kept.append((char) label));
    return kept.toString();
  }
}
