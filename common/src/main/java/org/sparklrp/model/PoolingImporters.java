package org.sparklrp.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Summaries of windows and of whole channels. */
final class PoolingImporters {
  private PoolingImporters() {}

  static final Map<String, NodeImporter> ALL =
      Map.of(
          "MaxPool", PoolingImporters::maximum,
          "AveragePool", PoolingImporters::average,
          "GlobalAveragePool", PoolingImporters::globalAverage,
          "GlobalMaxPool", PoolingImporters::globalMaximum,
          "ReduceMean", PoolingImporters::mean);

  private static List<Value> maximum(NodeCall call) {
    Window window = window(call);
    return List.of(call.add(new Layer.MaxPool(window), shape(call, window)));
  }

  private static List<Value> average(NodeCall call) {
    Window window = window(call);
    boolean countsPad = call.attributes().flag("count_include_pad");
    return List.of(call.add(new Layer.AveragePool(window, countsPad), shape(call, window)));
  }

  private static Window window(NodeCall call) {
    List<Integer> kernel =
        call.attributes().integers("kernel_shape").map(Shapes::lengths).orElse(List.of());
    return WindowAttributes.window(call.attributes(), call.computed(0).shape(), kernel);
  }

  private static List<Integer> shape(NodeCall call, Window window) {
    return ShapeInference.pool(
        call.computed(0).shape(), window, call.attributes().flag("ceil_mode"));
  }

  private static List<Value> globalAverage(NodeCall call) {
    return List.of(call.add(new Layer.GlobalAveragePool(), onePixel(call)));
  }

  /** One window as large as the image. */
  private static List<Value> globalMaximum(NodeCall call) {
    List<Integer> shape = call.computed(0).shape();
    List<Integer> onePixel = onePixel(call);
    List<Integer> ones = onePixel.subList(2, shape.size());
    List<Integer> none = Collections.nCopies(ones.size(), 0);
    Window window = new Window(shape.subList(2, shape.size()), ones, ones, none, none);
    return List.of(call.add(new Layer.MaxPool(window), onePixel));
  }

  private static List<Integer> onePixel(NodeCall call) {
    List<Integer> input = call.computed(0).shape();
    if (input.size() < 3 || input.size() > 4) {
      throw new UnsupportedNodeException("of a value of shape " + input);
    }
    List<Integer> shape = new ArrayList<>(Collections.nCopies(input.size(), 1));
    shape.set(0, input.get(0));
    shape.set(1, input.get(1));
    return shape;
  }

  /** A mean over all spatial dimensions is global average pooling. */
  private static List<Value> mean(NodeCall call) {
    Value.Computed input = call.computed(0);
    int rank = input.rank();
    List<Integer> axes =
        call.integers("axes", 1).orElse(List.of()).stream()
            .map(axis -> Shapes.axis(axis, rank))
            .sorted()
            .toList();
    if (rank < 3 || !axes.equals(IntStream.range(2, rank).boxed().toList())) {
      throw new UnsupportedNodeException(
          "over other dimensions than all spatial ones, " + axes + " of shape " + input.shape());
    }
    Value pooled = globalAverage(call).get(0);
    if (call.attributes().integer("keepdims", 1) == 1
        || !(pooled instanceof Value.Computed computed)) {
      return List.of(pooled);
    }
    return List.of(
        call.graph().reshape(call.name() + "/squeeze", computed, input.shape().subList(0, 2)));
  }
}
