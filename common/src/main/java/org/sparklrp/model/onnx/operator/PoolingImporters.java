package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Window;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.ShapeInference;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;
import org.sparklrp.model.onnx.assembly.WindowAttributes;

/** Summaries of windows and of whole channels. */
public final class PoolingImporters {
  private PoolingImporters() {}

  public static final Map<String, NodeImporter> ALL =
      Map.of(
          "MaxPool", PoolingImporters::maximum,
          "AveragePool", PoolingImporters::average,
          "GlobalAveragePool", PoolingImporters::globalAverage,
          "GlobalMaxPool", PoolingImporters::globalMaximum);

  private static List<Value> maximum(NodeCall call) {
    return pooled(call, Layer.MaxPool::new);
  }

  private static List<Value> average(NodeCall call) {
    boolean countsPad = call.attributes().flag("count_include_pad");
    return pooled(call, window -> new Layer.AveragePool(window, countsPad));
  }

  /** A pool over two dimensions at most; neighbours over which it does not slide count as one. */
  private static List<Value> pooled(NodeCall call, Function<Window, Layer> layer) {
    Value.Computed input = call.computed(0);
    List<Integer> kernel =
        call.attributes().integers("kernel_shape").map(Shapes::lengths).orElse(List.of());
    Window window = WindowAttributes.ofAnyRank(call.attributes(), input.shape(), kernel);
    boolean ceil = call.attributes().flag("ceil_mode");
    List<Integer> result = ShapeInference.pool(input.shape(), window, ceil);
    if (window.rank() <= 2) {
      return List.of(call.add(layer.apply(window), result));
    }
    int merged = isStill(window, 1) && isStill(window, 2) ? 1 : 0;
    if (window.rank() > 3 || !isStill(window, merged) || !isStill(window, merged + 1)) {
      throw new UnsupportedNodeException("over " + window.rank() + " spatial dimensions");
    }
    GraphBuilder graph = call.graph();
    Value.Computed planes =
        graph.reshape(call.name() + "/planes", input, without(input.shape(), merged + 2));
    Value.Computed pooled =
        graph.add(
            call.name(), layer.apply(without(window, merged)), planes, without(result, merged + 2));
    return List.of(graph.reshape(call.name() + "/volume", pooled, result));
  }

  /** Whether a window covers one cell after the other along a dimension. */
  private static boolean isStill(Window window, int axis) {
    return window.kernel().get(axis) == 1
        && window.stride().get(axis) == 1
        && window.padBegin().get(axis) == 0
        && window.padEnd().get(axis) == 0;
  }

  private static Window without(Window window, int axis) {
    List<List<Integer>> lists =
        Stream.of(
                window.kernel(),
                window.stride(),
                window.dilation(),
                window.padBegin(),
                window.padEnd())
            .map(
                list -> {
                  List<Integer> shorter = new ArrayList<>(list);
                  shorter.remove(axis);
                  return List.copyOf(shorter);
                })
            .toList();
    return new Window(lists.get(0), lists.get(1), lists.get(2), lists.get(3), lists.get(4));
  }

  /** A shape with a dimension and its neighbour as one. */
  private static List<Integer> without(List<Integer> shape, int axis) {
    List<Integer> merged = new ArrayList<>(shape);
    int length = merged.remove(axis);
    merged.set(axis, Shapes.length((long) merged.get(axis) * length));
    return merged;
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
}
