package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/** Operators that are written out in smaller layers. */
public final class ResponseImporters {
  private ResponseImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "LRN",
          ResponseImporters::localResponse,
          "Max",
          call -> bounded(call, true),
          "Min",
          call -> bounded(call, false));

  /**
   * Local response normalisation (Krizhevsky et al. 2012): x (bias + alpha / size * sum over
   * neighbouring channels of x^2)^-beta, a signal and its gate. The sum is an average pool over the
   * channels that counts those beyond the first and the last.
   */
  private static List<Value> localResponse(NodeCall call) {
    Value.Computed input = call.computed(0);
    if (input.rank() < 3) {
      throw new ModelMismatchException("normalises channels of shape " + input.shape());
    }
    GraphBuilder graph = call.graph();
    List<Integer> shape = input.shape();
    int size = Shapes.length(call.attributes().integer("size", 1));
    if (size < 1) {
      throw new ModelMismatchException("normalises over " + size + " channels");
    }
    Value.Computed squares =
        graph.add(
            call.name() + "/square", new Layer.Activation(Function.POWER, 2, 0), input, shape);
    List<Integer> plane =
        List.of(shape.get(0), 1, shape.get(1), Shapes.size(shape.subList(2, shape.size())));
    Value.Computed planes = graph.reshape(call.name() + "/planes", squares, plane);
    List<Integer> ones = Collections.nCopies(2, 1);
    Window window =
        new Window(List.of(size, 1), ones, ones, List.of((size - 1) / 2, 0), List.of(size / 2, 0));
    Value.Computed means =
        graph.add(call.name() + "/mean", new Layer.AveragePool(window, true), planes, plane);
    Value.Computed back = graph.reshape(call.name() + "/channels", means, shape);
    Layer.Affine affine =
        new Layer.Affine(
            Tensor.vector(call.attributes().real("alpha", 1e-4f)),
            Tensor.vector(call.attributes().real("bias", 1)));
    Value.Computed sums = graph.add(call.name() + "/sum", affine, back, shape);
    Layer power = new Layer.Activation(Function.POWER, -call.attributes().real("beta", 0.75f), 0);
    Value.Computed gate = graph.add(call.name() + "/gate", power, sums, shape);
    return List.of(ProductImporters.product(call, input, gate, Signal.FIRST));
  }

  /** The largest or the smallest of several values, of which some may be constants. */
  private static List<Value> bounded(NodeCall call, boolean isLargest) {
    List<Value.Computed> computed = new ArrayList<>();
    List<Constant> constants = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      if (call.isConstant(i)) {
        constants.add(call.constant(i));
      } else {
        computed.add(call.computed(i));
      }
    }
    Value.Computed result =
        computed.size() == 1 ? computed.get(0) : largest(call, computed, isLargest);
    for (Constant constant : constants) {
      result = bounded(call, result, constant, isLargest);
    }
    return List.of(result);
  }

  /** Beyond one number it is a clip, beyond several a shifted rectifier. */
  private static Value.Computed bounded(
      NodeCall call, Value.Computed input, Constant bound, boolean isLowest) {
    if (bound.size() == 1) {
      float number = (float) bound.real(0);
      Layer clip =
          new Layer.Activation(
              Function.CLIP,
              isLowest ? number : -Float.MAX_VALUE,
              isLowest ? Float.MAX_VALUE : number);
      return call.graph().add(call.name(), clip, input, input.shape());
    }
    Tensor limit = bound.tensor();
    Tensor sign = Tensor.vector(isLowest ? 1 : -1);
    Tensor offset = isLowest ? AffineImporters.negated(limit) : limit;
    Value.Computed beyond =
        AffineImporters.affine(call.graph(), call.name() + "/beyond", input, sign, offset);
    Value.Computed rectified =
        call.graph()
            .add(
                call.name() + "/rectified",
                new Layer.Activation(Function.RELU, 0, 0),
                beyond,
                beyond.shape());
    return AffineImporters.affine(call.graph(), call.name(), rectified, sign, limit);
  }

  /** Side by side, and one window over them. */
  private static Value.Computed largest(
      NodeCall call, List<Value.Computed> values, boolean isLargest) {
    GraphBuilder graph = call.graph();
    List<Integer> shape = values.get(0).shape();
    for (Value.Computed value : values) {
      shape = Shapes.broadcast(shape, value.shape());
    }
    int first = shape.get(0);
    List<Integer> column = List.of(first, Shapes.size(shape) / first, 1);
    List<Value.Computed> columns = new ArrayList<>();
    for (Value.Computed value : values) {
      Value.Computed signed =
          isLargest
              ? value
              : AffineImporters.affine(call, call.name() + "/negate", value, Tensor.vector(-1));
      columns.add(
          graph.reshape(
              call.name() + "/column", graph.broadcast(call.name(), signed, shape), column));
    }
    List<Integer> rows = Shapes.with(column, 2, columns.size());
    Value.Computed beside = graph.add(call.name() + "/beside", new Layer.Concat(2), columns, rows);
    List<Integer> one = List.of(1);
    List<Integer> none = List.of(0);
    Layer pool = new Layer.MaxPool(new Window(List.of(columns.size()), one, one, none, none));
    Value.Computed largest = graph.add(call.name(), pool, beside, column);
    Value.Computed result = graph.reshape(call.name() + "/shape", largest, shape);
    return isLargest
        ? result
        : AffineImporters.affine(call, call.name() + "/negate", result, Tensor.vector(-1));
  }
}
