package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Layer.Multiply.Signal;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;

/**
 * Truth values of computed ones, as numbers 0 and 1, and choices by them. A comparison is a step of
 * a difference; what is chosen is a signal and the condition its gate, so that relevance goes to
 * what was chosen.
 */
public final class ComparisonImporters {
  private ComparisonImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "Greater",
          call -> List.of(above(call, 0, 1)),
          "Less",
          call -> List.of(above(call, 1, 0)),
          "GreaterOrEqual",
          call -> List.of(not(call, above(call, 1, 0))),
          "LessOrEqual",
          call -> List.of(not(call, above(call, 0, 1))),
          "Not",
          call -> List.of(not(call, call.computed(0))),
          "And",
          ComparisonImporters::and,
          "Or",
          ComparisonImporters::or,
          "IsNaN",
          ComparisonImporters::never,
          "IsInf",
          ComparisonImporters::never,
          "Where",
          ComparisonImporters::choice);

  /** 1 where one input is larger than another. */
  private static Value.Computed above(NodeCall call, int larger, int smaller) {
    Value.Computed difference;
    if (call.isConstant(smaller)) {
      Tensor shift = AffineImporters.negated(call.constant(smaller).tensor());
      difference =
          AffineImporters.affine(
              call.graph(),
              call.name() + "/difference",
              call.computed(larger),
              Tensor.vector(1),
              shift);
    } else if (call.isConstant(larger)) {
      difference =
          AffineImporters.affine(
              call.graph(),
              call.name() + "/difference",
              call.computed(smaller),
              Tensor.vector(-1),
              call.constant(larger).tensor());
    } else {
      Value.Computed negated =
          AffineImporters.affine(
              call, call.name() + "/negate", call.computed(smaller), Tensor.vector(-1));
      difference = AffineImporters.sum(call, List.of(call.computed(larger), negated));
    }
    Layer step = new Layer.Activation(Function.STEP, 0, 0);
    return call.graph().add(call.name(), step, difference, difference.shape());
  }

  private static Value.Computed not(NodeCall call, Value.Computed truth) {
    return AffineImporters.affine(
        call.graph(), call.name() + "/not", truth, Tensor.vector(-1), Tensor.vector(1));
  }

  private static List<Value> and(NodeCall call) {
    if (call.isConstant(0) || call.isConstant(1)) {
      int constant = call.isConstant(0) ? 0 : 1;
      Tensor mask = mask(call.constant(constant), true);
      return List.of(AffineImporters.affine(call, call.name(), call.computed(1 - constant), mask));
    }
    return List.of(ProductImporters.product(call, call.computed(0), call.computed(1), Signal.BOTH));
  }

  /** Not both false. */
  private static List<Value> or(NodeCall call) {
    if (call.isConstant(0) || call.isConstant(1)) {
      int constant = call.isConstant(0) ? 0 : 1;
      Tensor no = mask(call.constant(constant), false);
      Tensor yes = mask(call.constant(constant), true);
      return List.of(
          AffineImporters.affine(call.graph(), call.name(), call.computed(1 - constant), no, yes));
    }
    Value.Computed neither =
        ProductImporters.product(
            call, not(call, call.computed(0)), not(call, call.computed(1)), Signal.BOTH);
    return List.of(not(call, neither));
  }

  /** Whether a value is no number: such values are no part of an explanation. */
  private static List<Value> never(NodeCall call) {
    List<Integer> shape = call.computed(0).shape();
    return List.of(new Value.Known(new Constant.Integers(shape, new long[Shapes.size(shape)])));
  }

  private static Tensor mask(Constant condition, boolean truth) {
    float[] values = new float[condition.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (condition.integer(i) != 0) == truth ? 1 : 0;
    }
    return new Tensor(condition.shape().stream().mapToInt(Integer::intValue).toArray(), values);
  }

  private static List<Value> choice(NodeCall call) {
    return call.isConstant(0)
        ? List.of(byConstant(call))
        : List.of(byComputed(call, call.computed(0)));
  }

  /** A choice by a constant condition: each side times a mask, and their sum. */
  private static Value.Computed byConstant(NodeCall call) {
    Constant condition = call.constant(0);
    for (int side = 1; side <= 2; side++) {
      long wanted = side == 1 ? 1 : 0;
      boolean isAlways =
          IntStream.range(0, condition.size())
              .allMatch(i -> (condition.integer(i) != 0 ? 1 : 0) == wanted);
      if (isAlways && !call.isConstant(side)) {
        return call.graph().broadcast(call.name(), call.computed(side), shape(call));
      }
    }
    Tensor whereTrue = mask(condition, true);
    Tensor whereFalse = mask(condition, false);
    if (call.isConstant(1)) {
      return masked(call, 2, whereFalse, call.constant(1), whereTrue);
    }
    if (call.isConstant(2)) {
      return masked(call, 1, whereTrue, call.constant(2), whereFalse);
    }
    Value.Computed first =
        AffineImporters.affine(call, call.name() + "/true", call.computed(1), whereTrue);
    Value.Computed second =
        AffineImporters.affine(call, call.name() + "/false", call.computed(2), whereFalse);
    return AffineImporters.sum(call, List.of(first, second));
  }

  private static List<Integer> shape(NodeCall call) {
    List<Integer> shape = List.of(1);
    for (int i = 0; i < 3; i++) {
      shape =
          Shapes.broadcast(
              shape, call.isConstant(i) ? call.constant(i).shape() : call.computed(i).shape());
    }
    return shape;
  }

  /** input * mask + constant * other. */
  private static Value.Computed masked(
      NodeCall call, int input, Tensor mask, Constant constant, Tensor other) {
    List<Integer> maskShape = Arrays.stream(mask.shape()).boxed().toList();
    List<Integer> shape = Shapes.broadcast(maskShape, constant.shape());
    int[] maskCells = Shapes.broadcastIndices(maskShape, shape);
    int[] cells = Shapes.broadcastIndices(constant.shape(), shape);
    float[] shift = new float[cells.length];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = other.value(maskCells[i]) == 0 ? 0 : (float) constant.real(cells[i]);
    }
    Tensor summand = new Tensor(shape.stream().mapToInt(Integer::intValue).toArray(), shift);
    return AffineImporters.affine(call.graph(), call.name(), call.computed(input), mask, summand);
  }

  /** A choice by a computed condition: each side gated by it or by its opposite, and their sum. */
  private static Value.Computed byComputed(NodeCall call, Value.Computed condition) {
    if (call.isConstant(1) && call.isConstant(2)) {
      Constant yes = call.constant(1);
      Constant no = call.constant(2);
      List<Integer> shape = Shapes.broadcast(yes.shape(), no.shape());
      int[] yesCells = Shapes.broadcastIndices(yes.shape(), shape);
      int[] noCells = Shapes.broadcastIndices(no.shape(), shape);
      float[] scale = new float[yesCells.length];
      float[] shift = new float[yesCells.length];
      for (int i = 0; i < scale.length; i++) {
        shift[i] = (float) no.real(noCells[i]);
        scale[i] = (float) (yes.real(yesCells[i]) - no.real(noCells[i]));
      }
      int[] lengths = shape.stream().mapToInt(Integer::intValue).toArray();
      return AffineImporters.affine(
          call.graph(),
          call.name(),
          condition,
          new Tensor(lengths, scale),
          new Tensor(lengths, shift));
    }
    List<Value.Computed> sides = new ArrayList<>();
    for (int side = 1; side <= 2; side++) {
      Value.Computed gate = side == 1 ? condition : not(call, condition);
      if (call.isConstant(side)) {
        sides.add(
            AffineImporters.affine(
                call, call.name() + "/constant", gate, call.constant(side).tensor()));
      } else {
        sides.add(ProductImporters.product(call, call.computed(side), gate, Signal.FIRST));
      }
    }
    return AffineImporters.sum(call, sides);
  }
}
