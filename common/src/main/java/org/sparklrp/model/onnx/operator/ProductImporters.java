package org.sparklrp.model.onnx.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.Value;

/**
 * Products and quotients. With a constant they are scales; those of two computed values are a
 * signal and its gate. A quotient is its numerator, gated by the reciprocal of the denominator.
 */
public final class ProductImporters {
  private ProductImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of("Mul", ProductImporters::multiply, "Div", ProductImporters::divide);

  private static List<Value> multiply(NodeCall call) {
    if (call.isConstant(0) || call.isConstant(1)) {
      int constant = call.isConstant(0) ? 0 : 1;
      Value.Computed input = call.computed(1 - constant);
      Tensor scale = call.constant(constant).tensor();
      return List.of(AffineImporters.affine(call, call.name(), input, scale));
    }
    Value.Computed first = call.computed(0);
    Value.Computed second = call.computed(1);
    return List.of(
        Compositions.activation(call, first, second)
            .orElseGet(
                () -> product(call, first, second, Gates.signal(call.graph(), first, second))));
  }

  private static List<Value> divide(NodeCall call) {
    if (call.isConstant(1)) {
      Tensor scale = reciprocals(call.constant(1).tensor());
      return List.of(AffineImporters.affine(call, call.name(), call.computed(0), scale));
    }
    Value.Computed denominator = call.computed(1);
    Optional<Value.Computed> normalized =
        call.isConstant(0)
            ? Optional.empty()
            : Compositions.normalization(call, call.computed(0), denominator);
    if (normalized.isPresent()) {
      return List.of(normalized.get());
    }
    Value.Computed reciprocal =
        call.graph()
            .add(
                call.name() + "/reciprocal",
                new Layer.Activation(Function.POWER, -1, 0),
                denominator,
                denominator.shape());
    return List.of(
        call.isConstant(0)
            ? AffineImporters.affine(call, call.name(), reciprocal, call.constant(0).tensor())
            : product(call, call.computed(0), reciprocal, Signal.FIRST));
  }

  /** Adds the product of two computed values, broadcast. */
  static Value.Computed product(
      NodeCall call, Value.Computed first, Value.Computed second, Signal signal) {
    return call.graph()
        .add(
            call.name(),
            new Layer.Multiply(signal),
            List.of(first, second),
            Shapes.broadcast(first.shape(), second.shape()));
  }

  private static Tensor reciprocals(Tensor tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1.0 / tensor.value(i));
    }
    return new Tensor(tensor.shape(), values);
  }
}
