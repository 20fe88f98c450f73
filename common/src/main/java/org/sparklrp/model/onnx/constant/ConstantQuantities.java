package org.sparklrp.model.onnx.constant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.Quantity;
import org.sparklrp.model.onnx.file.Constant;

/** Quantised weights and what they stand for: with one scale, one per channel, or one per block. */
final class ConstantQuantities {
  private ConstantQuantities() {}

  static final Map<String, ConstantFolding.Operator> ALL =
      Map.of(
          "DequantizeLinear", ConstantQuantities::dequantized,
          "QuantizeLinear", ConstantQuantities::quantized);

  private static Constant dequantized(NodeCall call) {
    Constant whole = call.constant(0);
    Constant scale = call.constant(1);
    int[] places = places(call, whole.shape(), scale.shape());
    float[] values = new float[whole.size()];
    for (int i = 0; i < values.length; i++) {
      int place = places.length == 0 ? 0 : places[i];
      long zero = call.has(2) ? call.constant(2).integer(place) : 0;
      values[i] = (float) ((double) (whole.integer(i) - zero) * scale.real(place));
    }
    return new Constant.Reals(whole.shape(), values);
  }

  private static Constant quantized(NodeCall call) {
    Constant input = call.constant(0);
    Constant scale = call.constant(1);
    int[] places = places(call, input.shape(), scale.shape());
    Quantity.Range range = Quantity.range(call, 2);
    long[] values = new long[input.size()];
    for (int i = 0; i < values.length; i++) {
      int place = places.length == 0 ? 0 : places[i];
      long zero = call.has(2) ? call.constant(2).integer(place) : 0;
      double steps = Math.rint((float) input.real(i) / (float) scale.real(place)) + (double) zero;
      values[i] =
          (long) Math.min(Math.max(steps, (double) range.lowest()), (double) range.highest());
    }
    return new Constant.Integers(input.shape(), values, range.type());
  }

  /** For each cell the cell of the scales that belongs to it; empty where there is one scale. */
  private static int[] places(NodeCall call, List<Integer> shape, List<Integer> scales) {
    if (Shapes.size(scales) == 1) {
      return new int[0];
    }
    int axis = Shapes.axis(call.attributes().integer("axis", 1), shape.size());
    long block = call.attributes().integer("block_size", 0);
    List<Integer> expected = new ArrayList<>(List.of(shape.get(axis)));
    if (block > 0) {
      expected = new ArrayList<>(shape);
      expected.set(axis, (int) ((shape.get(axis) + block - 1) / block));
    }
    if (!scales.equals(expected)) {
      throw new ModelMismatchException(
          "has scales of shape " + scales + " for dimension " + axis + " of shape " + shape);
    }
    int[] own = Shapes.strides(shape);
    int[] strides = Shapes.strides(scales);
    int[] places = new int[Shapes.size(shape)];
    for (int i = 0; i < places.length; i++) {
      int along = i / own[axis] % shape.get(axis);
      if (block == 0) {
        places[i] = along;
        continue;
      }
      for (int d = 0; d < own.length; d++) {
        int at = i / own[d] % shape.get(d);
        places[i] += (d == axis ? (int) (at / block) : at) * strides[d];
      }
    }
    return places;
  }
}
