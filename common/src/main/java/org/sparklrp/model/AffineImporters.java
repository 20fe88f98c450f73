package org.sparklrp.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Scales and shifts: batch normalisation and arithmetic with constants. All become {@link
 * Layer.Affine}; {@link AffineFolding} then folds them into their neighbours where that is exact.
 */
final class AffineImporters {
  private AffineImporters() {}

  static final Map<String, NodeImporter> ALL =
      Map.of(
          "BatchNormalization", AffineImporters::batchNormalization,
          "Add", AffineImporters::add,
          "Sum", AffineImporters::add,
          "Sub", AffineImporters::subtract,
          "Mul", AffineImporters::multiply,
          "Div", AffineImporters::divide,
          "Neg", call -> List.of(affine(call, call.computed(0), -1, 0)));

  /** y = gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe and Szegedy 2015). */
  private static List<Value> batchNormalization(NodeCall call) {
    if (call.attributes().flag("training_mode")) {
      throw new UnsupportedNodeException("in training mode");
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
    Value.Computed sum = computed.get(0);
    if (computed.size() > 1) {
      List<Integer> shape = sum.shape();
      for (Value.Computed summand : computed) {
        shape = Shapes.broadcast(shape, summand.shape());
      }
      sum = call.graph().add(call.name(), new Layer.Add(), computed, shape);
    }
    for (Constant constant : constants) {
      sum = affine(call, sum, Tensor.vector(1), constant.tensor());
    }
    return List.of(sum);
  }

  private static List<Value> subtract(NodeCall call) {
    boolean constantFirst = call.isConstant(0);
    Value.Computed input = call.computed(constantFirst ? 1 : 0);
    Tensor shift = call.constant(constantFirst ? 0 : 1).tensor();
    return List.of(
        constantFirst
            ? affine(call, input, Tensor.vector(-1), shift)
            : affine(call, input, Tensor.vector(1), mapped(shift, -1, false)));
  }

  private static List<Value> multiply(NodeCall call) {
    boolean constantFirst = call.isConstant(0);
    Value.Computed input = call.computed(constantFirst ? 1 : 0);
    Tensor scale = call.constant(constantFirst ? 0 : 1).tensor();
    return List.of(affine(call, input, scale, Tensor.vector(0)));
  }

  private static List<Value> divide(NodeCall call) {
    Tensor scale = mapped(call.constant(1).tensor(), 1, true);
    return List.of(affine(call, call.computed(0), scale, Tensor.vector(0)));
  }

  private static Tensor mapped(Tensor tensor, double numerator, boolean reciprocal) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      double value = tensor.values()[i];
      values[i] = (float) (reciprocal ? numerator / value : numerator * value);
    }
    return new Tensor(tensor.shape(), values);
  }

  private static Value.Computed affine(
      NodeCall call, Value.Computed input, float scale, float shift) {
    return affine(call, input, Tensor.vector(scale), Tensor.vector(shift));
  }

  /** Adds a layer x * scale + shift; the constants must broadcast to the input's shape. */
  static Value.Computed affine(NodeCall call, Value.Computed input, Tensor scale, Tensor shift) {
    for (Tensor constant : List.of(scale, shift)) {
      List<Integer> shape = Arrays.stream(constant.shape()).boxed().toList();
      if (!Shapes.broadcast(shape, input.shape()).equals(input.shape())) {
        throw new UnsupportedNodeException(
            "with a constant of shape " + shape + " that enlarges " + input.shape());
      }
    }
    return call.graph()
        .add(
            call.name(),
            new Layer.Affine(atLeastVector(scale), atLeastVector(shift)),
            input,
            input.shape());
  }

  private static Tensor atLeastVector(Tensor tensor) {
    return tensor.rank() == 0 ? Tensor.vector(tensor.values()) : tensor;
  }
}
