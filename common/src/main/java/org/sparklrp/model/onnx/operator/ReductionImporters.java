package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Shapes;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.NodeImporter;
import org.sparklrp.model.onnx.assembly.UnsupportedNodeException;
import org.sparklrp.model.onnx.assembly.Value;

/**
 * Summaries over dimensions. Means and sums are layers of their own, a maximum is a pool over one
 * window, and the others are functions before and after a sum.
 */
public final class ReductionImporters {
  private static final Activation SQUARE = new Activation(Function.POWER, 2, 0);
  private static final Activation ROOT = new Activation(Function.POWER, 0.5f, 0);
  private static final Activation ABSOLUTE = new Activation(Function.ABSOLUTE, 0, 0);
  private static final Activation EXPONENTIAL = new Activation(Function.EXPONENTIAL, 0, 0);
  private static final Activation LOGARITHM = new Activation(Function.LOGARITHM, 0, 0);

  private final NodeCall call;
  private final List<Integer> axes;

  private ReductionImporters(NodeCall call, List<Integer> axes) {
    this.call = call;
    this.axes = axes;
  }

  public static final Map<String, NodeImporter> ALL = importers();

  private static Map<String, NodeImporter> importers() {
    Map<String, NodeImporter> all = new HashMap<>();
    all.put("ReduceMean", call -> reduced(call, (own, x) -> own.total(x, true)));
    all.put("ReduceSum", call -> reduced(call, (own, x) -> own.total(x, false)));
    all.put("ReduceMax", call -> reduced(call, ReductionImporters::largest));
    all.put(
        "ReduceMin", call -> reduced(call, (own, x) -> own.negated(own.largest(own.negated(x)))));
    all.put("ReduceL1", call -> reduced(call, sum(ABSOLUTE)));
    all.put("ReduceSumSquare", call -> reduced(call, sum(SQUARE)));
    all.put(
        "ReduceL2",
        call -> reduced(call, (own, x) -> own.applied(ROOT, sum(SQUARE).apply(own, x))));
    all.put(
        "ReduceLogSum",
        call -> reduced(call, (own, x) -> own.applied(LOGARITHM, own.total(x, false))));
    all.put(
        "ReduceLogSumExp",
        call -> reduced(call, (own, x) -> own.applied(LOGARITHM, sum(EXPONENTIAL).apply(own, x))));
    return Map.copyOf(all);
  }

  private static BiFunction<ReductionImporters, Value.Computed, Value.Computed> sum(
      Activation before) {
    return (own, x) -> own.total(own.applied(before, x), false);
  }

  /** Reads the dimensions, summarises over them, and drops them where they are not kept. */
  private static List<Value> reduced(
      NodeCall call, BiFunction<ReductionImporters, Value.Computed, Value.Computed> summary) {
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
    if (axes.contains(0) && call.graph().isBatch(input.shape().get(0))) {
      throw new UnsupportedNodeException("over the batch, shape " + input.shape());
    }
    Value.Computed kept = summary.apply(new ReductionImporters(call, axes), input);
    if (call.attributes().integer("keepdims", 1) == 1) {
      return List.of(kept);
    }
    List<Integer> squeezed =
        IntStream.range(0, rank)
            .filter(axis -> !axes.contains(axis))
            .map(input.shape()::get)
            .boxed()
            .toList();
    return List.of(call.graph().reshape(call.name() + "/squeeze", kept, squeezed));
  }

  private List<Integer> kept(List<Integer> shape) {
    List<Integer> kept = new ArrayList<>(shape);
    axes.forEach(axis -> kept.set(axis, 1));
    return kept;
  }

  /** A mean or sum; over all spatial dimensions a mean is global average pooling. */
  private Value.Computed total(Value.Computed input, boolean mean) {
    int rank = input.rank();
    boolean isImage =
        (rank == 3 || rank == 4) && axes.equals(IntStream.range(2, rank).boxed().toList());
    Layer layer = mean && isImage ? new Layer.GlobalAveragePool() : new Layer.Reduction(axes, mean);
    return call.graph().add(call.name(), layer, input, kept(input.shape()));
  }

  /** One window over all cells, which are brought to the end for it. */
  private Value.Computed largest(Value.Computed input) {
    List<Integer> shape = input.shape();
    List<Integer> order =
        new ArrayList<>(
            IntStream.range(0, input.rank()).filter(axis -> !axes.contains(axis)).boxed().toList());
    int others = order.size();
    order.addAll(axes);
    UnaryOperator<String> part = name -> call.name() + "/" + name;
    Value.Computed ordered = call.graph().transpose(part.apply("order"), input, order);
    int first = others == 0 ? 1 : ordered.shape().get(0);
    int cells = Shapes.size(ordered.shape().subList(others, input.rank()));
    List<Integer> rows = List.of(first, Shapes.size(shape) / cells / first, cells);
    List<Integer> one = List.of(1);
    List<Integer> none = List.of(0);
    Layer pool = new Layer.MaxPool(new Window(List.of(cells), one, one, none, none));
    Value.Computed largest =
        call.graph()
            .add(
                call.name(),
                pool,
                call.graph().reshape(part.apply("rows"), ordered, rows),
                Shapes.with(rows, 2, 1));
    return call.graph().reshape(part.apply("shape"), largest, kept(shape));
  }

  private Value.Computed applied(Activation function, Value.Computed x) {
    String name = call.name() + "/" + function.function().name().toLowerCase(Locale.ROOT);
    return call.graph().add(name, function, x, x.shape());
  }

  private Value.Computed negated(Value.Computed x) {
    return AffineImporters.affine(call, call.name() + "/negate", x, Tensor.vector(-1));
  }
}
