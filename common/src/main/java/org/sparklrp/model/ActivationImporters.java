package org.sparklrp.model;

import java.util.List;
import java.util.Map;
import org.sparklrp.model.Layer.Activation.Function;

/** Element-wise functions. */
final class ActivationImporters {
  private ActivationImporters() {}

  static final Map<String, NodeImporter> ALL =
      Map.of(
          "Relu", call -> activation(call, Function.RELU, 0, 0),
          "LeakyRelu",
              call ->
                  activation(call, Function.LEAKY_RELU, call.attributes().real("alpha", 0.01f), 0),
          "Sigmoid", call -> activation(call, Function.SIGMOID, 0, 0),
          "Tanh", call -> activation(call, Function.TANH, 0, 0),
          "Clip", ActivationImporters::clip);

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

  private static List<Value> activation(NodeCall call, Function function, float alpha, float beta) {
    return List.of(call.add(new Layer.Activation(function, alpha, beta), call.computed(0).shape()));
  }
}
