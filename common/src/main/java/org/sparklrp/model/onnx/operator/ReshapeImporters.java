package org.sparklrp.model.onnx.operator;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.NodeShapes;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.ElementType;

/** The same values in another shape or order, and nodes that do nothing at inference. */
public final class ReshapeImporters {
  private ReshapeImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "Reshape",
          reshaped(NodeShapes::reshape),
          "Flatten",
          reshaped(NodeShapes::flatten),
          "Squeeze",
          reshaped(NodeShapes::squeeze),
          "Unsqueeze",
          reshaped(NodeShapes::unsqueeze),
          "Transpose",
          ReshapeImporters::transpose,
          "Identity",
          call -> List.of(call.computed(0)),
          "Dropout",
          ReshapeImporters::dropout,
          "Cast",
          ReshapeImporters::cast,
          "Expand",
          ReshapeImporters::expand,
          "Shape",
          call -> List.of(new Value.Known(NodeShapes.shape(call, call.computed(0).shape()))));

  private static NodeImporter reshaped(BiFunction<NodeCall, List<Integer>, List<Integer>> shape) {
    return call -> List.of(call.reshape(shape.apply(call, call.computed(0).shape())));
  }

  private static List<Value> transpose(NodeCall call) {
    Value.Computed input = call.computed(0);
    List<Integer> permutation = NodeShapes.permutation(call, input.rank());
    return List.of(call.graph().transpose(call.name(), input, permutation));
  }

  private static List<Value> dropout(NodeCall call) {
    boolean keepsAll =
        call.isConstant(1) && call.constant(1).size() == 1 && call.constant(1).real(0) == 0;
    boolean isTraining =
        call.graph().operatorSet() < 7
            ? !call.attributes().flag("is_test")
            : call.isConstant(2)
                && call.constant(2).size() == 1
                && call.constant(2).integer(0) != 0;
    if (isTraining && !keepsAll) {
      throw new UnsupportedNodeException("in training mode, at random and not in evaluation mode");
    }
    return List.of(call.computed(0));
  }

  private static List<Value> cast(NodeCall call) {
    boolean isTruth =
        call.graph()
            .producer(call.computed(0).index(), Layer.Activation.class)
            .filter(layer -> layer.function() == Layer.Activation.Function.STEP)
            .isPresent();
    if (!isTruth && !ElementType.isReal(call.attributes().integer("to", 0))) {
      throw new UnsupportedNodeException("of a computed value to integers");
    }
    return List.of(call.computed(0));
  }

  private static List<Value> expand(NodeCall call) {
    List<Integer> input = call.computed(0).shape();
    List<Integer> target = Shapes.lengths(call.constant(1).longs());
    List<Integer> shape = Shapes.broadcast(input, target);
    return List.of(call.graph().broadcast(call.name(), call.computed(0), shape));
  }
}
