package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/** What attention is made of: matrix products, whose factors may both be computed, and softmax. */
public final class AttentionImporters {
  private AttentionImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "MatMul", AttentionImporters::product,
          "Einsum", Einsum::run,
          "Attention", AttentionOperator::run,
          "Softmax", AttentionImporters::softmax);

  private static List<Value> product(NodeCall call) {
    if (call.isConstant(1)) {
      return List.of(LinearImporters.product(call, call.computed(0), call.constant(1)));
    }
    if (call.isConstant(0)) {
      return List.of(constantFirst(call));
    }
    return List.of(product(call, call.computed(0), call.computed(1)));
  }

  /** C X as the transpose of X^T C^T. */
  private static Value.Computed constantFirst(NodeCall call) {
    Constant matrix = call.constant(0);
    Value.Computed input = call.computed(1);
    if (matrix.shape().size() != 2 || input.rank() < 2) {
      throw new UnsupportedNodeException("of a constant of shape " + matrix.shape());
    }
    List<Integer> swap = swapped(input.rank());
    String name = call.name();
    Value.Computed columns = call.graph().transpose(name + "/columns", input, swap);
    int outputs = matrix.shape().get(0);
    Value.Computed product =
        call.graph()
            .add(
                name,
                new Layer.Dense(matrix.tensor(), Tensor.vector(new float[outputs])),
                columns,
                ShapeInference.dense(columns.shape(), matrix.shape().get(1), outputs));
    return call.graph().transpose(name + "/rows", product, swap);
  }

  /** The product of two computed values over their last two dimensions. */
  static Value.Computed product(NodeCall call, Value.Computed first, Value.Computed second) {
    if (first.rank() < 2 || second.rank() < 2) {
      throw new UnsupportedNodeException(
          "of vectors, shapes " + first.shape() + " and " + second.shape());
    }
    List<Integer> outer =
        Shapes.broadcast(
            first.shape().subList(0, first.rank() - 2),
            second.shape().subList(0, second.rank() - 2));
    Value.Computed a = stretched(call, first, outer);
    Value.Computed b = stretched(call, second, outer);
    List<Integer> shape = new ArrayList<>(a.shape());
    shape.set(shape.size() - 1, b.shape().get(b.rank() - 1));
    if (!a.shape().get(a.rank() - 1).equals(b.shape().get(b.rank() - 2))) {
      throw new ModelMismatchException(
          "multiplies values of shapes " + first.shape() + " and " + second.shape());
    }
    return call.graph().add(call.name(), new Layer.MatrixProduct(), List.of(a, b), shape);
  }

  private static Value.Computed stretched(
      NodeCall call, Value.Computed value, List<Integer> outer) {
    List<Integer> shape = new ArrayList<>(outer);
    shape.addAll(value.shape().subList(value.rank() - 2, value.rank()));
    return call.graph().broadcast(call.name(), value, shape);
  }

  private static List<Integer> swapped(int rank) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(order, rank - 2, rank - 1);
    return order;
  }

  /** Before operator set 13 a softmax runs over all dimensions from its axis on. */
  private static List<Value> softmax(NodeCall call) {
    Value.Computed input = call.computed(0);
    boolean flattens = call.graph().operatorSet() < 13;
    int axis = Shapes.axis(call.attributes().integer("axis", flattens ? 1 : -1), input.rank());
    if (!flattens || axis == input.rank() - 1) {
      return List.of(call.add(new Layer.Softmax(axis), input.shape()));
    }
    List<Integer> flat = new ArrayList<>(input.shape().subList(0, axis));
    flat.add(Shapes.size(input.shape().subList(axis, input.rank())));
    String name = call.name();
    Value.Computed rows = call.graph().reshape(name + "/flatten", input, flat);
    Value.Computed weights = call.graph().add(name, new Layer.Softmax(axis), rows, flat);
    return List.of(call.graph().reshape(name + "/unflatten", weights, input.shape()));
  }
}
