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
          "ReduceMean", call -> reduction(call, true),
          "ReduceSum", call -> reduction(call, false));

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

  /** A mean or sum over some dimensions; over all spatial ones a mean is global average pooling. */
  private static List<Value> reduction(NodeCall call, boolean mean) {
    Value.Computed input = call.computed(0);
    int rank = input.rank();
    List<Integer> named =
        call.integers("axes", 1).orElse(List.of()).stream()
            .map(axis -> Shapes.axis(axis, rank))
            .sorted()
            .distinct()
            .toList();
    if (named.isEmpty() && call.attributes().flag("noop_with_empty_axes")) {
      return List.of(input);
    }
    List<Integer> axes = named.isEmpty() ? IntStream.range(0, rank).boxed().toList() : named;
    if (axes.contains(0) && input.shape().get(0).equals(call.graph().input().shape().get(0))) {
      throw new UnsupportedNodeException("over the batch, shape " + input.shape());
    }
    List<Integer> kept = input.shape();
    for (int axis : axes) {
      kept = Shapes.with(kept, axis, 1);
    }
    boolean isImage =
        (rank == 3 || rank == 4) && axes.equals(IntStream.range(2, rank).boxed().toList());
    Layer layer = mean && isImage ? new Layer.GlobalAveragePool() : new Layer.Reduction(axes, mean);
    Value.Computed reduced = call.add(layer, kept);
    if (call.attributes().integer("keepdims", 1) == 1) {
      return List.of(reduced);
    }
    List<Integer> squeezed =
        IntStream.range(0, rank)
            .filter(axis -> !axes.contains(axis))
            .map(input.shape()::get)
            .boxed()
            .toList();
    return List.of(call.graph().reshape(call.name() + "/squeeze", reduced, squeezed));
  }
}
