package org.sparklrp.model.onnx.constant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.file.Constant;

/** Element-wise arithmetic and reductions of constants, in double or long precision. */
final class ConstantArithmetic {
  private ConstantArithmetic() {}

  static final Map<String, ConstantFolding.Operator> ALL = operators();

  private static Map<String, ConstantFolding.Operator> operators() {
    Map<String, ConstantFolding.Operator> all = new HashMap<>();
    all.put("Add", call -> fold(call, Math::addExact, Double::sum));
    all.put("Sum", all.get("Add"));
    all.put("Sub", call -> fold(call, Math::subtractExact, (a, b) -> a - b));
    all.put("Mul", call -> fold(call, Math::multiplyExact, (a, b) -> a * b));
    all.put("Div", call -> fold(call, (a, b) -> a / b, (a, b) -> a / b));
    all.put("Mod", ConstantArithmetic::modulo);
    all.put(
        "Pow", call -> fold(call, (a, b) -> (long) Math.pow((double) a, (double) b), Math::pow));
    all.put("Min", call -> fold(call, Math::min, Math::min));
    all.put("Max", call -> fold(call, Math::max, Math::max));
    all.put("Equal", call -> compare(call, comparison -> comparison == 0));
    all.put("Less", call -> compare(call, comparison -> comparison < 0));
    all.put("LessOrEqual", call -> compare(call, comparison -> comparison <= 0));
    all.put("Greater", call -> compare(call, comparison -> comparison > 0));
    all.put("GreaterOrEqual", call -> compare(call, comparison -> comparison >= 0));
    all.put("And", call -> fold(call, (a, b) -> a & b, (a, b) -> a * b));
    all.put("Or", call -> fold(call, (a, b) -> a | b, Math::max));
    all.put("Not", call -> logicalNot(call.constant(0)));
    all.put("Neg", call -> map(call, a -> -a));
    all.put("Abs", call -> map(call, Math::abs));
    all.put("Floor", call -> map(call, Math::floor));
    all.put("Ceil", call -> map(call, Math::ceil));
    all.put("Sqrt", call -> map(call, Math::sqrt));
    all.put("Exp", call -> map(call, Math::exp));
    all.put("Log", call -> map(call, Math::log));
    all.put("Reciprocal", call -> map(call, a -> 1 / a));
    all.put("Relu", call -> map(call, a -> Math.max(a, 0)));
    all.put("Round", call -> map(call, Math::rint));
    all.put("Sign", call -> map(call, Math::signum));
    all.put("Tan", call -> map(call, Math::tan));
    all.put("Asin", call -> map(call, Math::asin));
    all.put("Acos", call -> map(call, Math::acos));
    all.put("Atan", call -> map(call, Math::atan));
    all.put("Sinh", call -> map(call, Math::sinh));
    all.put("Cosh", call -> map(call, Math::cosh));
    all.put("IsNaN", call -> test(call, Double::isNaN));
    all.put("IsInf", call -> test(call, Double::isInfinite));
    all.put("Xor", call -> compare(call, comparison -> comparison != 0));
    all.put("BatchNormalization", ConstantArithmetic::batchNormalization);
    all.put("ReduceProd", call -> reduce(call, 1, (a, b) -> a * b));
    all.put("ReduceSum", call -> reduce(call, 0, Double::sum));
    all.put("ReduceMin", call -> reduce(call, Double.POSITIVE_INFINITY, Math::min));
    all.put("ReduceMax", call -> reduce(call, Double.NEGATIVE_INFINITY, Math::max));
    return Map.copyOf(all);
  }

  /** Combines all inputs, broadcast, from the first to the last. */
  private static Constant fold(
      NodeCall call, LongBinaryOperator integers, DoubleBinaryOperator reals) {
    Constant result = call.constant(0);
    for (int i = 1; i < call.inputs().size(); i++) {
      result = combine(result, call.constant(i), integers, reals);
    }
    return result;
  }

  private static Constant combine(
      Constant a, Constant b, LongBinaryOperator integers, DoubleBinaryOperator reals) {
    List<Integer> shape =
        ConstantFolding.affordable(
            Shapes.broadcast(a.shape(), b.shape()), Math.max(a.size(), b.size()));
    int[] left = Shapes.broadcastIndices(a.shape(), shape);
    int[] right = Shapes.broadcastIndices(b.shape(), shape);
    if (a instanceof Constant.Integers && b instanceof Constant.Integers) {
      long[] values = new long[left.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = integers.applyAsLong(a.integer(left[i]), b.integer(right[i]));
      }
      return new Constant.Integers(shape, values);
    }
    float[] values = new float[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) reals.applyAsDouble(a.real(left[i]), b.real(right[i]));
    }
    return new Constant.Reals(shape, values);
  }

  private static Constant modulo(NodeCall call) {
    return call.attributes().flag("fmod")
        ? fold(call, (a, b) -> a % b, (a, b) -> a % b)
        : fold(call, Math::floorMod, (a, b) -> a - b * Math.floor(a / b));
  }

  private static Constant compare(NodeCall call, IntPredicate test) {
    Constant a = call.constant(0);
    Constant b = call.constant(1);
    Constant truth =
        combine(
            a,
            b,
            (x, y) -> test.test(Long.compare(x, y)) ? 1 : 0,
            (x, y) -> test.test(x == y ? 0 : Double.compare(x, y)) ? 1 : 0);
    long[] values = new long[truth.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = truth.integer(i);
    }
    return new Constant.Integers(truth.shape(), values);
  }

  private static Constant logicalNot(Constant input) {
    long[] values = new long[input.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = input.integer(i) == 0 ? 1 : 0;
    }
    return new Constant.Integers(input.shape(), values);
  }

  private static Constant test(NodeCall call, DoublePredicate test) {
    Constant input = call.constant(0);
    long[] values = new long[input.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = test.test(input.real(i)) ? 1 : 0;
    }
    return new Constant.Integers(input.shape(), values);
  }

  /** With the statistics of the value itself in training mode: weights that are standardised. */
  private static Constant batchNormalization(NodeCall call) {
    Constant input = call.constant(0);
    List<Integer> shape = input.shape();
    boolean isTraining =
        call.attributes().flag("training_mode")
            || (call.graph().operatorSet() < 14
                && call.node().outputs().stream().skip(1).anyMatch(name -> !name.isEmpty()));
    int channels = shape.get(1);
    int inner = Shapes.size(shape.subList(2, shape.size()));
    double[] mean = new double[channels];
    double[] variance = new double[channels];
    int count = input.size() / channels;
    for (int i = 0; i < input.size() && isTraining; i++) {
      mean[i / inner % channels] += input.real(i) / count;
    }
    for (int i = 0; i < input.size() && isTraining; i++) {
      int channel = i / inner % channels;
      variance[channel] += Math.pow(input.real(i) - mean[channel], 2) / count;
    }
    for (int channel = 0; channel < channels && !isTraining; channel++) {
      mean[channel] = call.constant(3).real(channel);
      variance[channel] = call.constant(4).real(channel);
    }
    double epsilon = call.attributes().real("epsilon", 1e-5f);
    double[] values = new double[input.size()];
    for (int i = 0; i < values.length; i++) {
      int channel = i / inner % channels;
      values[i] =
          (input.real(i) - mean[channel])
                  / Math.sqrt(variance[channel] + epsilon)
                  * call.constant(1).real(channel)
              + call.constant(2).real(channel);
    }
    return Constant.of(input, shape, values);
  }

  private static Constant map(NodeCall call, DoubleUnaryOperator function) {
    Constant input = call.constant(0);
    if (input instanceof Constant.Integers) {
      long[] values = new long[input.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) function.applyAsDouble(input.real(i));
      }
      return new Constant.Integers(input.shape(), values);
    }
    float[] values = new float[input.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(input.real(i));
    }
    return new Constant.Reals(input.shape(), values);
  }

  private static Constant reduce(NodeCall call, double start, DoubleBinaryOperator operator) {
    Constant input = call.constant(0);
    int rank = input.shape().size();
    List<Integer> axes =
        call.integers("axes", 1).orElse(List.of()).stream()
            .map(axis -> Shapes.axis(axis, rank))
            .toList();
    List<Integer> kept = new ArrayList<>(input.shape());
    List<Integer> squeezed = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (axes.isEmpty() || axes.contains(axis)) {
        kept.set(axis, 1);
      } else {
        squeezed.add(input.shape().get(axis));
      }
    }
    double[] totals = new double[Shapes.size(kept)];
    Arrays.fill(totals, start);
    int[] targets = Shapes.broadcastIndices(kept, input.shape());
    for (int i = 0; i < targets.length; i++) {
      totals[targets[i]] = operator.applyAsDouble(totals[targets[i]], input.real(i));
    }
    List<Integer> shape = call.attributes().integer("keepdims", 1) == 1 ? kept : squeezed;
    if (input instanceof Constant.Integers) {
      long[] values = new long[totals.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) totals[i];
      }
      return new Constant.Integers(shape, values);
    }
    float[] values = new float[totals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) totals[i];
    }
    return new Constant.Reals(shape, values);
  }
}
