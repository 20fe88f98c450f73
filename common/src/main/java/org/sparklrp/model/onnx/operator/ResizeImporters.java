package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
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
 * values, or interpolated, which is a fixed linear map.
 */
public final class ResizeImporters {
  private static final ResizeMap.Settings BEFORE_11 =
      new ResizeMap.Settings("asymmetric", "floor", 0, false, false);

  private ResizeImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of("Resize", ResizeImporters::resize, "Upsample", ResizeImporters::upsample);

  /** Scales as two settings in operator set 1, as one since 7, as an input since 9. */
  private static List<Value> upsample(NodeCall call) {
    List<Double> scales = new ArrayList<>();
    OnnxAttributes attributes = call.attributes();
    if (call.has(1)) {
      scales.addAll(reals(call.constant(1)));
    } else if (attributes.has("height_scale")) {
      scales.addAll(List.of(1.0, 1.0));
      scales.add((double) attributes.real("height_scale", 1));
      scales.add((double) attributes.real("width_scale", 1));
    } else {
      attributes.reals("scales").ifPresent(list -> list.forEach(v -> scales.add((double) v)));
    }
    return byScales(call, scales);
  }

  private static List<Value> byScales(NodeCall call, List<Double> scales) {
    List<Integer> shape = call.computed(0).shape();
    if (scales.size() != shape.size()) {
      throw new ModelMismatchException("scales shape " + shape + " by " + scales);
    }
    List<Integer> sizes = new ArrayList<>();
    for (int axis = 0; axis < shape.size(); axis++) {
      sizes.add(Shapes.length((long) Math.floor(shape.get(axis) * scales.get(axis))));
    }
    return resized(call, scales, sizes, BEFORE_11);
  }

  private static List<Double> reals(Constant constant) {
    return IntStream.range(0, constant.size()).mapToObj(constant::real).toList();
  }

  private static List<Value> resize(NodeCall call) {
    if (call.graph().operatorSet() < 11) {
      return byScales(call, reals(call.constant(1)));
    }
    OnnxAttributes attributes = call.attributes();
    List<Integer> shape = call.computed(0).shape();
    List<Integer> axes = axes(call, shape.size());
    List<Integer> sizes = new ArrayList<>(shape);
    List<Double> scales = new ArrayList<>(Collections.nCopies(shape.size(), 1.0));
    boolean bySize = call.has(3) && call.constant(3).size() > 0;
    Constant given = call.constant(bySize ? 3 : 2);
    if (given.size() != axes.size()) {
      throw new ModelMismatchException(
          "resizes " + axes.size() + " dimensions of shape " + shape + " by " + given);
    }
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      int length = shape.get(axis);
      if (bySize) {
        sizes.set(axis, Shapes.length(given.longs().get(i)));
        scales.set(axis, (double) sizes.get(axis) / length);
      } else {
        sizes.set(axis, Shapes.length((long) Math.floor(length * given.real(i))));
        scales.set(axis, given.real(i));
      }
    }
    String policy = attributes.text("keep_aspect_ratio_policy", "stretch");
    if (bySize && !policy.equals("stretch")) {
      keepRatio(policy, shape, axes, sizes, scales);
    }
    return resized(
        call,
        scales,
        sizes,
        new ResizeMap.Settings(
            attributes.text("coordinate_transformation_mode", "half_pixel"),
            attributes.text("nearest_mode", "round_prefer_floor"),
            attributes.real("cubic_coeff_a", -0.75f),
            attributes.flag("antialias"),
            attributes.flag("exclude_outside")));
  }

  /** One factor for all dimensions, so that none is larger, or smaller, than its size. */
  private static void keepRatio(
      String policy,
      List<Integer> shape,
      List<Integer> axes,
      List<Integer> sizes,
      List<Double> scales) {
    boolean isLargest = policy.equals("not_smaller");
    if (!isLargest && !policy.equals("not_larger")) {
      throw new UnsupportedNodeException("with keep_aspect_ratio_policy " + policy);
    }
    double one = scales.get(axes.get(0));
    for (int axis : axes) {
      one = isLargest ? Math.max(one, scales.get(axis)) : Math.min(one, scales.get(axis));
    }
    for (int axis : axes) {
      scales.set(axis, one);
      sizes.set(axis, Shapes.length(Math.round(one * shape.get(axis))));
    }
  }

  /** The dimensions that scales or sizes are given for: since operator set 18, not always all. */
  private static List<Integer> axes(NodeCall call, int rank) {
    return call.attributes()
        .integers("axes")
        .map(list -> list.stream().map(axis -> Shapes.axis(axis, rank)).toList())
        .orElseGet(() -> IntStream.range(0, rank).boxed().toList());
  }

  private static List<Value> resized(
      NodeCall call, List<Double> scales, List<Integer> sizes, ResizeMap.Settings settings) {
    Value.Computed input = call.computed(0);
    String mode = call.attributes().text("mode", "nearest");
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
      ResizeMap map = new ResizeMap(settings, in, out, scales.get(axis));
      value =
          switch (mode) {
            case "nearest" ->
                RoutingImporters.gathered(call, call.name(), value, axis, map.nearest());
            case "linear", "bilinear", "cubic" ->
                call.graph()
                    .add(
                        call.name(),
                        new Layer.Interpolation(axis, map.between(mode.equals("cubic"))),
                        value,
                        Shapes.with(value.shape(), axis, out));
            default -> throw new UnsupportedNodeException("in mode " + mode);
          };
    }
    return List.of(value);
  }
}
