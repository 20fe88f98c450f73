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
    Value.Computed input = call.computed(0);
    if (input.rank() < 3) {
      throw new ModelMismatchException("averages the cells of a value of shape " + input.shape());
    }
    List<Integer> shape = new ArrayList<>(Collections.nCopies(input.rank(), 1));
    shape.set(0, input.shape().get(0));
    shape.set(1, input.shape().get(1));
    return List.of(call.add(new Layer.GlobalAveragePool(), shape));
  }

  /** A mean over all spatial dimensions is global average pooling. */
  private static List<Value> mean(NodeCall call) {
    Value.Computed input = call.computed(0);
    int rank = input.rank();
    List<Integer> axes =
        call.axes(1).orElse(List.of()).stream()
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
