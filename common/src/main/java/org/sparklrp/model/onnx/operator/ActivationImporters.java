package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/** Element-wise functions. Parameters and defaults are those of the operators' definitions. */
public final class ActivationImporters {
  private static final float HARD_SWISH_SLOPE = 1f / 6;

  private ActivationImporters() {}

  public static final Map<String, NodeImporter> ALL = importers();

  private static Map<String, NodeImporter> importers() {
    Map<String, NodeImporter> all = new HashMap<>();
    all.put("Relu", call -> activation(call, Function.RELU, 0, 0));
    all.put("LeakyRelu", call -> activation(call, Function.LEAKY_RELU, alpha(call, 0.01f), 0));
    all.put("PRelu", ActivationImporters::parametricRelu);
    all.put("Clip", ActivationImporters::clip);
    all.put("Sigmoid", call -> activation(call, Function.SIGMOID, 0, 0));
    all.put(
        "HardSigmoid",
        call ->
            activation(
                call,
                Function.HARD_SIGMOID,
                alpha(call, 0.2f),
                call.attributes().real("beta", 0.5f)));
    all.put("HardSwish", call -> activation(call, Function.HARD_SWISH, HARD_SWISH_SLOPE, 0.5f));
    all.put("Tanh", call -> activation(call, Function.TANH, 0, 0));
    all.put("Elu", call -> activation(call, Function.ELU, alpha(call, 1), 1));
    all.put(
        "Selu",
        call ->
            activation(
                call,
                Function.ELU,
                alpha(call, 1.6732632f),
                call.attributes().real("gamma", 1.050701f)));
    all.put("Softplus", call -> activation(call, Function.SOFTPLUS, 0, 0));
    all.put("Softsign", call -> activation(call, Function.SOFTSIGN, 0, 0));
    all.put("Sqrt", call -> activation(call, Function.POWER, 0.5f, 0));
    all.put("Reciprocal", call -> activation(call, Function.POWER, -1, 0));
    all.put("Pow", ActivationImporters::power);
    all.put("Abs", call -> activation(call, Function.ABSOLUTE, 0, 0));
    all.put("Exp", call -> activation(call, Function.EXPONENTIAL, 0, 0));
    all.put("Erf", call -> activation(call, Function.ERF, 0, 0));
    all.put("Gelu", ActivationImporters::gelu);
    all.put("Mish", call -> activation(call, Function.MISH, 0, 0));
    all.put("Celu", ActivationImporters::celu);
    all.put("Swish", ActivationImporters::swish);
    all.put("ThresholdedRelu", ActivationImporters::thresholdedRelu);
    all.put("Shrink", ActivationImporters::shrink);
    all.put("Sin", call -> activation(call, Function.SINE, 0, 0));
    all.put("Cos", call -> activation(call, Function.COSINE, 0, 0));
    all.put("Log", call -> activation(call, Function.LOGARITHM, 0, 0));
    return Map.copyOf(all);
  }

  private static float alpha(NodeCall call, float defaultValue) {
    return call.attributes().real("alpha", defaultValue);
  }

  /** Bounds come as attributes before operator set 11, as inputs since. */
  private static List<Value> clip(NodeCall call) {
    float low = bound(call, 1, "min", -Float.MAX_VALUE);
    float high = bound(call, 2, "max", Float.MAX_VALUE);
    return activation(call, Function.CLIP, low, high);
  }

  private static float bound(NodeCall call, int input, String attribute, float defaultValue) {
    if (!call.has(input)) {
      return call.attributes().real(attribute, defaultValue);
    }
    Constant bound = call.constant(input);
    if (bound.size() != 1) {
      throw new ModelMismatchException("has " + bound.size() + " values as one bound");
    }
    return (float) bound.real(0);
  }

  private static List<Value> gelu(NodeCall call) {
    String form = call.attributes().text("approximate", "none");
    return activation(call, form.equals("tanh") ? Function.GELU_TANH : Function.GELU, 0, 0);
  }

  /** An ELU of a scaled value (Barron 2017). */
  private static List<Value> celu(NodeCall call) {
    float alpha = alpha(call, 1);
    Value.Computed scaled =
        alpha == 1
            ? call.computed(0)
            : AffineImporters.affine(
                call, call.name() + "/scale", call.computed(0), Tensor.vector(1 / alpha));
    return List.of(
        call.graph()
            .add(
                call.name(), new Layer.Activation(Function.ELU, 1, alpha), scaled, scaled.shape()));
  }

  /** x times the sigmoid of a x. */
  private static List<Value> swish(NodeCall call) {
    float alpha = alpha(call, 1);
    if (alpha == 1) {
      return activation(call, Function.SILU, 0, 0);
    }
    Value.Computed scaled =
        AffineImporters.affine(
            call, call.name() + "/scale", call.computed(0), Tensor.vector(alpha));
    Layer sigmoid = new Layer.Activation(Function.SIGMOID, 0, 0);
    Value.Computed gate = call.graph().add(call.name() + "/gate", sigmoid, scaled, scaled.shape());
    return List.of(ProductImporters.product(call, call.computed(0), gate, Signal.FIRST));
  }

  /** x beyond a threshold, else 0. */
  private static List<Value> thresholdedRelu(NodeCall call) {
    return List.of(beyond(call, call.computed(0), 1, alpha(call, 1)));
  }

  /** x drawn towards 0 on both sides, and 0 between. */
  private static List<Value> shrink(NodeCall call) {
    float bias = call.attributes().real("bias", 0);
    float limit = call.attributes().real("lambd", 0.5f);
    List<Value.Computed> sides = new ArrayList<>();
    for (int sign : new int[] {1, -1}) {
      Value.Computed drawn =
          bias == 0
              ? call.computed(0)
              : AffineImporters.affine(
                  call.graph(),
                  call.name() + "/bias",
                  call.computed(0),
                  Tensor.vector(1),
                  Tensor.vector(-sign * bias));
      sides.add(beyond(call, drawn, sign, limit));
    }
    return List.of(AffineImporters.sum(call, sides));
  }

  /** A value where sign times x is larger than a limit, else 0. */
  private static Value.Computed beyond(NodeCall call, Value.Computed value, int sign, float limit) {
    Value.Computed over =
        AffineImporters.affine(
            call.graph(),
            call.name() + "/over",
            call.computed(0),
            Tensor.vector(sign),
            Tensor.vector(-limit));
    Layer step = new Layer.Activation(Function.STEP, 0, 0);
    Value.Computed gate = call.graph().add(call.name() + "/step", step, over, over.shape());
    return ProductImporters.product(call, value, gate, Signal.FIRST);
  }

  private static List<Value> power(NodeCall call) {
    Constant exponent = call.constant(1);
    if (exponent.size() != 1) {
      throw new UnsupportedNodeException("with " + exponent.size() + " exponents");
    }
    return activation(call, Function.POWER, (float) exponent.real(0), 0);
  }

  private static List<Value> parametricRelu(NodeCall call) {
    Tensor slope = call.constant(1).tensor();
    List<Integer> input = call.computed(0).shape();
    List<Integer> shape = Arrays.stream(slope.shape()).boxed().toList();
    if (slope.size() == 1) {
      return activation(call, Function.LEAKY_RELU, slope.value(0), 0);
    }
    if (!Shapes.broadcast(shape, input).equals(input)) {
      throw new ModelMismatchException("has slopes of shape " + shape + " for shape " + input);
    }
    return List.of(call.add(new Layer.ParametricRelu(slope), input));
  }

  private static List<Value> activation(NodeCall call, Function function, float alpha, float beta) {
    return List.of(call.add(new Layer.Activation(function, alpha, beta), call.computed(0).shape()));
  }
}
