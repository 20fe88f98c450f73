package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.Quantity;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Quantised networks by what their numbers stand for: weights are their real values, and results
 * are rounded to the steps of their type and bounded by its range, as the quantised network does.
 * Relevance passes rounding as it passes any function of one value.
 */
public final class QuantizationImporters {
  private static final String RUNTIME = "com.microsoft.";

  private QuantizationImporters() {}

  public static final Map<String, NodeImporter> ALL = importers();

  private static Map<String, NodeImporter> importers() {
    Map<String, NodeImporter> all = new HashMap<>();
    for (String domain : List.of("", RUNTIME)) {
      all.put(domain + "QuantizeLinear", call -> List.of(quantized(call, call.computed(0), 1)));
      all.put(domain + "DequantizeLinear", call -> List.of(real(call, 0)));
    }
    all.put("QLinearConv", QuantizationImporters::convolution);
    all.put("QLinearMatMul", QuantizationImporters::product);
    all.put(RUNTIME + "QLinearAdd", QuantizationImporters::sum);
    all.put(RUNTIME + "QLinearMul", QuantizationImporters::multiplied);
    all.put(RUNTIME + "QLinearGlobalAveragePool", QuantizationImporters::globalAverage);
    all.put(RUNTIME + "QGemm", QuantizationImporters::gemm);
    return Map.copyOf(all);
  }

  /** A value rounded to steps and kept within the range of its type. */
  private static Value.Quantized quantized(NodeCall call, Value.Computed value, int scaleInput) {
    Constant scale = call.constant(scaleInput);
    if (scale.size() != 1 || scale.real(0) <= 0) {
      throw new UnsupportedNodeException("with " + scale.size() + " scales of a computed value");
    }
    float step = (float) scale.real(0);
    long zero = call.has(scaleInput + 1) ? call.constant(scaleInput + 1).integer(0) : 0;
    Quantity.Range range = Quantity.range(call, scaleInput + 1);
    Value.Computed rounded =
        call.graph()
            .add(
                call.name() + "/round",
                new Layer.Activation(Function.ROUND, step, 0),
                value,
                value.shape());
    Layer clip =
        new Layer.Activation(
            Function.CLIP,
            (float) (range.lowest() - zero) * step,
            (float) (range.highest() - zero) * step);
    return new Value.Quantized(
        call.graph().add(call.name(), clip, rounded, rounded.shape()), step, zero);
  }

  /** The value that an input stands for, its scale and zero point following it. */
  private static Value.Computed real(NodeCall call, int input) {
    Tensor scale = call.constant(input + 1).tensor();
    Tensor zero = call.has(input + 2) ? call.constant(input + 2).tensor() : Tensor.vector(0);
    if (scale.size() != 1 || zero.size() != 1) {
      throw new UnsupportedNodeException("with " + scale.size() + " scales of a computed value");
    }
    double step = scale.value(0);
    double origin = zero.value(0);
    if (call.inputs().get(input) instanceof Value.Quantized quantized) {
      boolean isSame = quantized.scale() == (float) step && quantized.zero() == (long) origin;
      return isSame
          ? quantized.real()
          : affine(
              call,
              quantized.real(),
              step / quantized.scale(),
              ((double) quantized.zero() - origin) * step);
    }
    return affine(call, call.computed(input), step, -origin * step);
  }

  private static Value.Computed affine(
      NodeCall call, Value.Computed value, double scale, double shift) {
    return AffineImporters.affine(
        call.graph(),
        call.name() + "/real",
        value,
        Tensor.vector((float) scale),
        Tensor.vector((float) shift));
  }

  /** A constant's real values, with one scale or one per cell of its first or last dimension. */
  private static Constant real(NodeCall call, int input, boolean isPerFirst) {
    Constant whole = call.constant(input);
    Constant scale = call.constant(input + 1);
    List<Integer> shape = whole.shape();
    int channels = isPerFirst ? shape.get(0) : shape.get(shape.size() - 1);
    if (scale.size() != 1 && scale.size() != channels) {
      throw new UnsupportedNodeException("with scales of shape " + scale.shape());
    }
    int inner = isPerFirst ? Math.max(1, whole.size() / channels) : 1;
    float[] values = new float[whole.size()];
    for (int i = 0; i < values.length; i++) {
      int channel = i / inner % channels;
      values[i] =
          (float)
              ((double) (whole.integer(i) - each(call, input + 2, channel))
                  * scale.real(scale.size() == 1 ? 0 : channel));
    }
    return new Constant.Reals(shape, values);
  }

  private static long each(NodeCall call, int input, int channel) {
    if (!call.has(input)) {
      return 0;
    }
    Constant zero = call.constant(input);
    return zero.integer(zero.size() == 1 ? 0 : channel);
  }

  /** The same node with real inputs, as the operator that is not quantised has them. */
  private static NodeCall with(NodeCall call, @Nullable Value... inputs) {
    List<@Nullable Value> list = new ArrayList<>(Arrays.asList(inputs));
    return new NodeCall(call.node(), list, call.graph());
  }

  private static Value.Computed only(List<Value> outputs) {
    return (Value.Computed) outputs.get(0);
  }

  /** What the operator of real numbers makes of a call. */
  private static Value.Computed plainly(
      Map<String, NodeImporter> importers, String operator, NodeCall plain) {
    return only(Objects.requireNonNull(importers.get(operator), operator).run(plain));
  }

  private static List<Value> convolution(NodeCall call) {
    Constant weights = real(call, 3, true);
    @Nullable Value bias = call.has(8) ? new Value.Known(bias(call, 8, 1, 4)) : null;
    NodeCall plain = with(call, real(call, 0), new Value.Known(weights), bias);
    return List.of(quantized(call, plainly(LinearImporters.ALL, "Conv", plain), 6));
  }

  /** Biases are counted in steps of the input times those of the weights. */
  private static Constant bias(NodeCall call, int input, int first, int second) {
    Constant whole = call.constant(input);
    Constant scales = call.constant(second);
    float[] values = new float[whole.size()];
    for (int i = 0; i < values.length; i++) {
      double scale = scales.real(scales.size() == 1 ? 0 : i);
      values[i] = (float) ((double) whole.integer(i) * call.constant(first).real(0) * scale);
    }
    return new Constant.Reals(whole.shape(), values);
  }

  private static List<Value> product(NodeCall call) {
    Value second = call.isConstant(3) ? new Value.Known(real(call, 3, false)) : real(call, 3);
    Value first = call.isConstant(0) ? new Value.Known(real(call, 0, true)) : real(call, 0);
    NodeCall plain = with(call, first, second);
    return List.of(quantized(call, plainly(AttentionImporters.ALL, "MatMul", plain), 6));
  }

  private static List<Value> sum(NodeCall call) {
    NodeCall plain = with(call, either(call, 0), either(call, 3));
    return List.of(quantized(call, plainly(AffineImporters.ALL, "Add", plain), 6));
  }

  private static List<Value> multiplied(NodeCall call) {
    if (call.isConstant(0) || call.isConstant(3)) {
      NodeCall plain = with(call, either(call, 0), either(call, 3));
      return List.of(quantized(call, plainly(ProductImporters.ALL, "Mul", plain), 6));
    }
    Value.Computed product =
        ProductImporters.product(call, real(call, 0), real(call, 3), Signal.BOTH);
    return List.of(quantized(call, product, 6));
  }

  private static Value either(NodeCall call, int input) {
    return call.isConstant(input) ? new Value.Known(real(call, input, true)) : real(call, input);
  }

  private static List<Value> globalAverage(NodeCall call) {
    if (call.attributes().flag("channels_last")) {
      throw new UnsupportedNodeException("with the channels last");
    }
    NodeCall plain = with(call, real(call, 0));
    Value.Computed mean = plainly(PoolingImporters.ALL, "GlobalAveragePool", plain);
    return List.of(quantized(call, mean, 3));
  }

  private static List<Value> gemm(NodeCall call) {
    boolean isTransposed = call.attributes().flag("transB");
    Constant weights = real(call, 3, isTransposed);
    @Nullable Value bias = call.has(6) ? new Value.Known(bias(call, 6, 1, 4)) : null;
    NodeCall plain = with(call, real(call, 0), new Value.Known(weights), bias);
    Value.Computed result = plainly(LinearImporters.ALL, "Gemm", plain);
    return call.has(7) ? List.of(quantized(call, result, 7)) : List.of(result);
  }
}
