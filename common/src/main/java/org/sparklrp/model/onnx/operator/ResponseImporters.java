package org.sparklrp.model.onnx.operator;

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
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/** Operators that are written out in smaller layers. */
public final class ResponseImporters {
  private ResponseImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "LRN",
          ResponseImporters::localResponse,
          "Where",
          ResponseImporters::choice,
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

  /** A choice by a constant condition: each side times a mask, and their sum. */
  private static List<Value> choice(NodeCall call) {
    Constant condition = call.constant(0);
    float[] yes = new float[condition.size()];
    float[] no = new float[condition.size()];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = condition.integer(i) != 0 ? 1 : 0;
      no[i] = 1 - yes[i];
    }
    int[] shape = condition.shape().stream().mapToInt(Integer::intValue).toArray();
    Tensor whereTrue = new Tensor(shape, yes);
    Tensor whereFalse = new Tensor(shape, no);
    if (call.isConstant(1)) {
      return List.of(masked(call, 2, whereFalse, call.constant(1), whereTrue));
    }
    if (call.isConstant(2)) {
      return List.of(masked(call, 1, whereTrue, call.constant(2), whereFalse));
    }
    Value.Computed first =
        AffineImporters.affine(call, call.name() + "/true", call.computed(1), whereTrue);
    Value.Computed second =
        AffineImporters.affine(call, call.name() + "/false", call.computed(2), whereFalse);
    return List.of(AffineImporters.sum(call, List.of(first, second)));
  }

  /** input * mask + constant * other. */
  private static Value.Computed masked(
      NodeCall call, int input, Tensor mask, Constant constant, Tensor other) {
    List<Integer> maskShape = java.util.Arrays.stream(mask.shape()).boxed().toList();
    List<Integer> shape = Shapes.broadcast(maskShape, constant.shape());
    int[] maskCells = Shapes.broadcastIndices(maskShape, shape);
    int[] cells = Shapes.broadcastIndices(constant.shape(), shape);
    float[] shift = new float[cells.length];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = other.values()[maskCells[i]] == 0 ? 0 : (float) constant.real(cells[i]);
    }
    Tensor summand = new Tensor(shape.stream().mapToInt(Integer::intValue).toArray(), shift);
    return AffineImporters.affine(call, call.computed(input), mask, summand);
  }

  /** The larger or the smaller of a value and one number. */
  private static List<Value> bounded(NodeCall call, boolean isLowest) {
    int bound = call.isConstant(0) ? 0 : 1;
    if (call.inputs().size() != 2 || call.constant(bound).size() != 1) {
      throw new UnsupportedNodeException("of more than a value and one number");
    }
    Value.Computed input = call.computed(1 - bound);
    float number = (float) call.constant(bound).real(0);
    Layer clip =
        new Layer.Activation(
            Function.CLIP,
            isLowest ? number : -Float.MAX_VALUE,
            isLowest ? Float.MAX_VALUE : number);
    return List.of(call.graph().add(call.name(), clip, input, input.shape()));
  }
}
