package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Interpolation.Cell;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.file.Constant;
import org.sparklrp.model.onnx.file.OnnxAttributes;

/**
 * Enlarged and reduced values, one dimension after the other: to the nearest cell, which only moves
 * values, or linearly interpolated.
 */
public final class ResizeImporters {
  private ResizeImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of("Resize", ResizeImporters::resize, "Upsample", ResizeImporters::upsample);

  /**
   * Where output cells lie in the input: ONNX's definitions of coordinate_transformation_mode.
   *
   * @param mode its name
   * @param in length before
   * @param out length after
   * @param scale the factor
   */
  private record Coordinates(String mode, int in, int out, double scale) {
    double of(int cell) {
      return switch (mode) {
        case "half_pixel" -> (cell + 0.5) / scale - 0.5;
        case "pytorch_half_pixel" -> out > 1 ? (cell + 0.5) / scale - 0.5 : 0;
        case "align_corners" -> out > 1 ? cell * (in - 1.0) / (out - 1.0) : 0;
        case "asymmetric" -> cell / scale;
        default -> throw new UnsupportedNodeException("with coordinates " + mode);
      };
    }
  }

  private static List<Value> upsample(NodeCall call) {
    Value.Computed input = call.computed(0);
    List<Double> scales = new ArrayList<>();
    if (call.has(1)) {
      Constant given = call.constant(1);
      for (int i = 0; i < given.size(); i++) {
        scales.add(given.real(i));
      }
    } else {
      call.attributes()
          .reals("scales")
          .ifPresent(list -> list.forEach(v -> scales.add((double) v)));
    }
    return resized(call, input, scales, scaled(input.shape(), scales), "asymmetric", "floor");
  }

  private static List<Value> resize(NodeCall call) {
    OnnxAttributes attributes = call.attributes();
    Value.Computed input = call.computed(0);
    String policy = attributes.text("keep_aspect_ratio_policy", "stretch");
    if (!policy.equals("stretch")) {
      throw new UnsupportedNodeException("with keep_aspect_ratio_policy " + policy);
    }
    if (attributes.flag("antialias")) {
      throw new UnsupportedNodeException("with antialias");
    }
    String coordinates = attributes.text("coordinate_transformation_mode", "half_pixel");
    String rounding = attributes.text("nearest_mode", "round_prefer_floor");
    List<Integer> axes = axes(call, input.rank());
    List<Integer> sizes = new ArrayList<>(input.shape());
    List<Double> scales = new ArrayList<>(Collections.nCopies(input.rank(), 1.0));
    boolean bySize = call.has(3) && call.constant(3).size() > 0;
    Constant given = call.constant(bySize ? 3 : 2);
    if (given.size() != axes.size()) {
      throw new ModelMismatchException(
          "resizes " + axes.size() + " dimensions of shape " + input.shape() + " by " + given);
    }
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      int length = input.shape().get(axis);
      if (bySize) {
        sizes.set(axis, Shapes.length(given.longs().get(i)));
        scales.set(axis, (double) sizes.get(axis) / length);
      } else {
        sizes.set(axis, Shapes.length((long) Math.floor(length * given.real(i))));
        scales.set(axis, given.real(i));
      }
    }
    return resized(call, input, scales, sizes, coordinates, rounding);
  }

  /** The dimensions that scales or sizes are given for: since operator set 18, not always all. */
  private static List<Integer> axes(NodeCall call, int rank) {
    return call.attributes()
        .integers("axes")
        .map(list -> list.stream().map(axis -> Shapes.axis(axis, rank)).toList())
        .orElseGet(() -> IntStream.range(0, rank).boxed().toList());
  }

  private static List<Integer> scaled(List<Integer> shape, List<Double> scales) {
    if (scales.size() != shape.size()) {
      throw new ModelMismatchException("scales shape " + shape + " by " + scales);
    }
    List<Integer> sizes = new ArrayList<>();
    for (int axis = 0; axis < shape.size(); axis++) {
      sizes.add(Shapes.length((long) Math.floor(shape.get(axis) * scales.get(axis))));
    }
    return sizes;
  }

  private static List<Value> resized(
      NodeCall call,
      Value.Computed input,
      List<Double> scales,
      List<Integer> sizes,
      String coordinates,
      String rounding) {
    String mode = call.attributes().text("mode", "nearest");
    if (!mode.equals("nearest") && !mode.equals("linear")) {
      throw new UnsupportedNodeException("in mode " + mode);
    }
    if (sizes.size() != input.rank() || sizes.stream().anyMatch(size -> size < 1)) {
      throw new ModelMismatchException("resizes shape " + input.shape() + " to " + sizes);
    }
    Shapes.size(sizes);
    Value.Computed value = input;
    for (int axis = 0; axis < sizes.size(); axis++) {
      int in = input.shape().get(axis);
      int out = sizes.get(axis);
      if (in == out && scales.get(axis) == 1) {
        continue;
      }
      Coordinates places = new Coordinates(coordinates, in, out, scales.get(axis));
      if (mode.equals("nearest")) {
        List<Integer> cells = new ArrayList<>();
        for (int cell = 0; cell < out; cell++) {
          cells.add(Math.min(Math.max(rounded(rounding, places.of(cell)), 0), in - 1));
        }
        value = RoutingImporters.gathered(call, call.name(), value, axis, cells);
      } else {
        Layer layer = new Layer.Interpolation(axis, between(places));
        value = call.graph().add(call.name(), layer, value, Shapes.with(value.shape(), axis, out));
      }
    }
    return List.of(value);
  }

  private static List<Cell> between(Coordinates places) {
    List<Cell> cells = new ArrayList<>();
    for (int cell = 0; cell < places.out(); cell++) {
      double place = Math.min(Math.max(places.of(cell), 0), places.in() - 1.0);
      int first = (int) place;
      cells.add(new Cell(first, Math.min(first + 1, places.in() - 1), (float) (place - first)));
    }
    return cells;
  }

  private static int rounded(String rounding, double place) {
    return (int)
        switch (rounding) {
          case "floor" -> Math.floor(place);
          case "ceil" -> Math.ceil(place);
          case "round_prefer_floor" -> Math.ceil(place - 0.5);
          case "round_prefer_ceil" -> Math.floor(place + 0.5);
          default -> throw new UnsupportedNodeException("with nearest_mode " + rounding);
        };
  }
}
