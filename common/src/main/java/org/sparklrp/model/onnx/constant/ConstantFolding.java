package org.sparklrp.model.onnx.constant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.NodeShapes;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;
import org.sparklrp.model.onnx.file.ElementType;
import org.sparklrp.model.onnx.file.OnnxAttributes;

/**
 * Evaluates nodes all of whose inputs are constants: the shape arithmetic that exporters leave in a
 * file, and weights that it computes. With concrete input shapes nothing of it remains in the
 * graph.
 */
public final class ConstantFolding {
  private ConstantFolding() {}

  /** What a node with constant inputs produces. */
  @FunctionalInterface
  interface Operator {
    Constant run(NodeCall call);
  }

  /** Constants made at import, not read from the file, may not outgrow this or their inputs. */
  static final int LARGEST_MADE = 1 << 24;

  private static final Map<String, Operator> OPERATORS = operators();

  private static Map<String, Operator> operators() {
    Map<String, Operator> all = new HashMap<>(ConstantArithmetic.ALL);
    all.putAll(ConstantRouting.ALL);
    all.putAll(ConstantIndices.ALL);
    all.putAll(ConstantQuantities.ALL);
    all.put("Constant", ConstantFolding::constant);
    all.put("ConstantOfShape", ConstantFolding::filled);
    all.put("Range", ConstantFolding::range);
    all.put("Cast", ConstantFolding::cast);
    all.put("Identity", call -> call.constant(0));
    all.put("Dropout", call -> call.constant(0));
    all.put("Shape", call -> NodeShapes.shape(call, call.constant(0).shape()));
    all.put("Size", call -> new Constant.Integers(List.of(), new long[] {call.constant(0).size()}));
    return Map.copyOf(all);
  }

  /** Whether a node of this kind can be evaluated that no importer knows. */
  public static boolean knows(String operator) {
    return OPERATORS.containsKey(operator) || operator.equals("Split");
  }

  /**
   * The outputs of a node.
   *
   * @param importer of the same node with computed inputs, if there is one
   */
  public static List<Value> run(NodeCall call, @Nullable NodeImporter importer) {
    if (call.node().operator().equals("Split")) {
      return ConstantRouting.split(call);
    }
    Operator operator = OPERATORS.get(call.node().operator());
    if (operator != null) {
      return List.of(new Value.Known(operator.run(call)));
    }
    if (importer == null || !call.isConstant(0)) {
      throw new UnsupportedNodeException("of constants");
    }
    return byLayers(call, importer);
  }

  /** Imports the node as if its first input were computed, and computes it. */
  private static List<Value> byLayers(NodeCall call, NodeImporter importer) {
    Constant input = call.constant(0);
    GraphBuilder graph = GraphBuilder.ofConstant(call.graph().operatorSet(), input.shape());
    List<@Nullable Value> inputs = new ArrayList<>(call.inputs());
    inputs.set(0, graph.input());
    List<Value> imported = importer.run(new NodeCall(call.node(), inputs, graph));
    double[] start = new double[input.size()];
    Arrays.setAll(start, input::real);
    List<double[]> values = LayerValues.of(graph.all(), start);
    List<Value> outputs = new ArrayList<>();
    for (Value output : imported) {
      outputs.add(
          output instanceof Value.Computed computed
              ? new Value.Known(Constant.of(input, computed.shape(), values.get(computed.index())))
              : output);
    }
    return outputs;
  }

  /** The shape of a constant about to be made, if it is no larger than allowed. */
  static List<Integer> affordable(List<Integer> shape, int largestInput) {
    if (Shapes.size(shape) > Math.max(largestInput, LARGEST_MADE)) {
      throw new ModelMismatchException("makes a constant of excessive size " + shape);
    }
    return shape;
  }

  private static Constant constant(NodeCall call) {
    OnnxAttributes attributes = call.attributes();
    if (attributes.has("value")) {
      return attributes.tensor("value").orElseThrow();
    }
    if (attributes.has("value_int")) {
      return new Constant.Integers(List.of(), new long[] {attributes.integer("value_int", 0)});
    }
    if (attributes.has("value_float")) {
      return new Constant.Reals(List.of(), new float[] {attributes.real("value_float", 0)});
    }
    if (attributes.has("value_ints")) {
      return Constant.integers(
          attributes.integers("value_ints").orElseThrow().stream().mapToLong(v -> v).toArray());
    }
    if (attributes.has("value_floats")) {
      return new Constant.Reals(
          List.of(attributes.reals("value_floats").orElseThrow().size()),
          floats(attributes.reals("value_floats").orElseThrow()));
    }
    throw new UnsupportedNodeException("of text or sparse values");
  }

  private static float[] floats(List<Float> list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = list.get(i);
    }
    return floats;
  }

  private static Constant filled(NodeCall call) {
    List<Integer> shape = affordable(Shapes.lengths(call.constant(0).longs()), 0);
    Constant value =
        call.attributes()
            .tensor("value")
            .orElseGet(() -> new Constant.Reals(List.of(1), new float[1]));
    return value.pick(shape, new int[Shapes.size(shape)]);
  }

  private static Constant range(NodeCall call) {
    Constant start = call.constant(0);
    Constant delta = call.constant(2);
    double count = Math.ceil((call.constant(1).real(0) - start.real(0)) / delta.real(0));
    if (!(Math.abs(count) <= LARGEST_MADE)) {
      throw new ModelMismatchException("makes a range of excessive length (" + count + ")");
    }
    List<Integer> shape = List.of((int) Math.max(0, count));
    if (start instanceof Constant.Integers) {
      long[] values = new long[shape.get(0)];
      for (int i = 0; i < values.length; i++) {
        values[i] = start.integer(0) + i * delta.integer(0);
      }
      return new Constant.Integers(shape, values);
    }
    float[] values = new float[shape.get(0)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (start.real(0) + i * delta.real(0));
    }
    return new Constant.Reals(shape, values);
  }

  private static Constant cast(NodeCall call) {
    Constant input = call.constant(0);
    long type = call.attributes().integer("to", 0);
    if (ElementType.isReal(type)) {
      return new Constant.Reals(input.shape(), input.floats());
    }
    boolean toBoolean = type == 9;
    if (input instanceof Constant.Integers integers && !toBoolean) {
      return new Constant.Integers(input.shape(), integers.values(), (int) type);
    }
    long[] values = new long[input.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = !toBoolean ? input.integer(i) : input.real(i) != 0 ? 1 : 0;
    }
    return new Constant.Integers(input.shape(), values, (int) type);
  }
}
