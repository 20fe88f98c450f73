package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Scales and shifts: batch normalisation and arithmetic with constants. All become {@link
 * Layer.Affine}; {@link org.sparklrp.model.fold.AffineFolding} then folds them into their
 * neighbours where that is exact.
 */
public final class AffineImporters {
  private AffineImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "BatchNormalization", AffineImporters::batchNormalization,
          "Add", AffineImporters::add,
          "Sum", AffineImporters::add,
          "Sub", AffineImporters::subtract,
          "Neg", call -> List.of(affine(call, call.computed(0), -1, 0)));

  /** y = gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe and Szegedy 2015). */
  private static List<Value> batchNormalization(NodeCall call) {
    if (isTraining(call)) {
      throw new UnsupportedNodeException(
          "in training mode, with the statistics of each batch and not in evaluation mode");
    }
    Value.Computed input = call.computed(0);
    int channels = input.rank() < 2 ? 1 : input.shape().get(1);
    for (int i = 1; i <= 4; i++) {
      if (call.constant(i).size() != channels) {
        throw new ModelMismatchException(
            "normalises "
                + call.constant(i).size()
                + " channels and gets a value of shape "
                + input.shape());
      }
    }
    double epsilon = call.attributes().real("epsilon", 1e-5f);
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int i = 0; i < channels; i++) {
      double factor = call.constant(1).real(i) / Math.sqrt(call.constant(4).real(i) + epsilon);
      scale[i] = (float) factor;
      shift[i] = (float) (call.constant(2).real(i) - call.constant(3).real(i) * factor);
    }
    int[] shape = new int[Math.max(1, input.rank() - 1)];
    Arrays.fill(shape, 1);
    shape[0] = channels;
    return List.of(affine(call, input, new Tensor(shape, scale), new Tensor(shape, shift)));
  }

  /** A switch since operator set 14, further outputs before, and a switch again before 7. */
  private static boolean isTraining(NodeCall call) {
    long set = call.graph().operatorSet();
    return set >= 14
        ? call.attributes().flag("training_mode")
        : call.node().outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())
            || (set < 7 && !call.attributes().flag("is_test"));
  }

  /** A sum of computed values, of constants, or of both. */
  private static List<Value> add(NodeCall call) {
    List<Value.Computed> computed = new ArrayList<>();
    List<Constant> constants = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      if (call.isConstant(i)) {
        constants.add(call.constant(i));
      } else {
        computed.add(call.computed(i));
      }
    }
    Value.Computed sum = computed.size() == 1 ? computed.get(0) : sum(call, computed);
    for (Constant constant : constants) {
      sum = affine(call, sum, Tensor.vector(1), constant.tensor());
    }
    return List.of(sum);
  }

  private static List<Value> subtract(NodeCall call) {
    if (!call.isConstant(0) && !call.isConstant(1)) {
      Value.Computed negated =
          affine(call, call.name() + "/negate", call.computed(1), Tensor.vector(-1));
      return List.of(sum(call, List.of(call.computed(0), negated)));
    }
    boolean constantFirst = call.isConstant(0);
    Value.Computed input = call.computed(constantFirst ? 1 : 0);
    Tensor shift = call.constant(constantFirst ? 0 : 1).tensor();
    return List.of(
        constantFirst
            ? affine(call, input, Tensor.vector(-1), shift)
            : affine(call, input, Tensor.vector(1), negated(shift)));
  }

  /** A sum of computed values, broadcast to one shape. */
  static Value.Computed sum(NodeCall call, List<Value.Computed> summands) {
    List<Integer> shape = summands.get(0).shape();
    for (Value.Computed summand : summands) {
      shape = Shapes.broadcast(shape, summand.shape());
    }
    List<Value.Computed> stretched = new ArrayList<>();
    for (Value.Computed summand : summands) {
      stretched.add(call.graph().broadcast(call.name(), summand, shape));
    }
    return call.graph().add(call.name(), new Layer.Add(), stretched, shape);
  }

  /** The same values with the other sign. */
  static Tensor negated(Tensor tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = -tensor.value(i);
    }
    return new Tensor(tensor.shape(), values);
  }

  private static Value.Computed affine(
      NodeCall call, Value.Computed input, float scale, float shift) {
    return affine(call, input, Tensor.vector(scale), Tensor.vector(shift));
  }

  /** Adds a layer x * scale, under a name of its own. */
  static Value.Computed affine(NodeCall call, String name, Value.Computed input, Tensor scale) {
    return affine(call.graph(), name, input, scale, Tensor.vector(0));
  }

  /** Adds a layer x * scale + shift; constants of a larger shape enlarge the input first. */
  static Value.Computed affine(NodeCall call, Value.Computed input, Tensor scale, Tensor shift) {
    return affine(call.graph(), call.name(), input, scale, shift);
  }

  /** Adds a layer x * scale + shift under any name. */
  static Value.Computed affine(
      GraphBuilder graph, String name, Value.Computed input, Tensor scale, Tensor shift) {
    List<Integer> shape = input.shape();
    for (Tensor constant : List.of(scale, shift)) {
      shape = Shapes.broadcast(Arrays.stream(constant.shape()).boxed().toList(), shape);
    }
    if (!shape.subList(0, shape.size() - input.rank() + 1).equals(input.shape().subList(0, 1))) {
      throw new UnsupportedNodeException(
          "with a constant that enlarges the batch, " + input.shape() + " to " + shape);
    }
    return graph.add(
        name,
        new Layer.Affine(atLeastVector(scale), atLeastVector(shift)),
        graph.broadcast(name, input, shape),
        shape);
  }

  private static Tensor atLeastVector(Tensor tensor) {
    return tensor.rank() == 0 ? tensor.reshaped(1) : tensor;
  }
}
