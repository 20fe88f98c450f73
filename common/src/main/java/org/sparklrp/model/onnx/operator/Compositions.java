package org.sparklrp.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.Layer.Activation.Function;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.onnx.assembly.GraphBuilder;
import org.sparklrp.model.onnx.assembly.NodeCall;
import org.sparklrp.model.onnx.assembly.Value;

/**
 * Recognises functions that exporters write as several operators, at the operator that completes
 * them: GELU in both forms at its product, layer normalisation at its quotient. What was imported
 * of them before then leads nowhere and is dropped.
 */
final class Compositions {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBE = 0.044715;
  private static final double TOLERANCE = 1e-4;
  private final GraphBuilder graph;

  private Compositions(GraphBuilder graph) {
    this.graph = graph;
  }

  /** A value seen through scales and shifts by one number each: scale * source + shift. */
  private record Line(int source, double scale, double shift) {}

  /** The activation a product of two values is, if it is one: x times a function of x. */
  static Optional<Value.Computed> activation(
      NodeCall call, Value.Computed first, Value.Computed second) {
    Compositions own = new Compositions(call.graph());
    return own.activationOf(call, first, second).or(() -> own.activationOf(call, second, first));
  }

  /** factor = a x; gate = b f(c x) + b, f being the error function or tanh. */
  private Optional<Value.Computed> activationOf(
      NodeCall call, Value.Computed factor, Value.Computed gate) {
    Line outer = line(gate.index(), -1);
    Optional<Activation> inner = graph.producer(outer.source(), Activation.class);
    if (inner.isEmpty() || !near(outer.scale(), outer.shift())) {
      return Optional.empty();
    }
    int argument = graph.node(outer.source()).inputs().get(0);
    int last = line(factor.index(), -1).source();
    for (int x = factor.index(); ; x = graph.node(x).inputs().get(0)) {
      Line signal = line(factor.index(), x);
      double scale = 2 * signal.scale() * outer.scale();
      if (signal.shift() == 0 && inner.get().function() == Function.ERF) {
        Line line = line(argument, x);
        if (line.source() == x && line.shift() == 0 && near(line.scale(), ROOT_HALF)) {
          return Optional.of(applied(call, x, Function.GELU, scale));
        }
      } else if (signal.shift() == 0
          && inner.get().function() == Function.TANH
          && isArgumentOfTanh(argument, x)) {
        return Optional.of(applied(call, x, Function.GELU_TANH, scale));
      }
      if (x == last) {
        return Optional.empty();
      }
    }
  }

  private Value.Computed applied(NodeCall call, int source, Function function, double scale) {
    Value.Computed x = graph.value(source);
    Value.Computed y = graph.add(call.name(), new Activation(function, 0, 0), x, x.shape());
    return near(scale, 1)
        ? y
        : AffineImporters.affine(call, call.name() + "/scale", y, Tensor.vector((float) scale));
  }

  /** Whether a value is sqrt(2 / pi) (x + 0.044715 x^3). */
  private boolean isArgumentOfTanh(int value, int x) {
    Line line = line(value, -1);
    if (line.shift() != 0
        || !near(line.scale(), TANH_SCALE)
        || graph.producer(line.source(), Layer.Add.class).isEmpty()) {
      return false;
    }
    List<Integer> summands = graph.node(line.source()).inputs();
    int place = summands.indexOf(x);
    if (summands.size() != 2 || place < 0) {
      return false;
    }
    Line cube = line(summands.get(1 - place), -1);
    return near(cube.scale(), TANH_CUBE) && cube.shift() == 0 && isCube(cube.source(), x);
  }

  private boolean isCube(int value, int x) {
    if (graph.producer(value, Layer.Multiply.class).isPresent()) {
      List<Integer> factors = graph.node(value).inputs();
      return (factors.get(0) == x && isPower(factors.get(1), x, 2))
          || (factors.get(1) == x && isPower(factors.get(0), x, 2));
    }
    return isPower(value, x, 3);
  }

  private boolean isPower(int value, int x, float exponent) {
    Optional<Activation> power = graph.producer(value, Activation.class);
    if (power.isPresent()) {
      return power.get().function() == Function.POWER
          && power.get().alpha() == exponent
          && graph.node(value).inputs().get(0) == x;
    }
    return exponent == 2
        && graph.producer(value, Layer.Multiply.class).isPresent()
        && graph.node(value).inputs().equals(List.of(x, x));
  }

  /**
   * The layer normalisation a quotient is, if it is one: d / sqrt(mean(d^2) + epsilon) with d = x -
   * mean(x), or with d = x, over neighbouring dimensions.
   */
  static Optional<Value.Computed> normalization(
      NodeCall call, Value.Computed numerator, Value.Computed denominator) {
    return new Compositions(call.graph()).normalizationOf(call, numerator, denominator);
  }

  private Optional<Value.Computed> normalizationOf(
      NodeCall call, Value.Computed numerator, Value.Computed denominator) {
    Optional<Activation> root = graph.producer(denominator.index(), Activation.class);
    if (root.isEmpty() || root.get().function() != Function.POWER || root.get().alpha() != 0.5f) {
      return Optional.empty();
    }
    Line variance = line(graph.node(denominator.index()).inputs().get(0), -1);
    List<Integer> axes = meanAxes(variance.source());
    if (axes.isEmpty() || variance.scale() != 1) {
      return Optional.empty();
    }
    int square = graph.node(variance.source()).inputs().get(0);
    int base = squared(square);
    int center = centered(numerator.index(), axes);
    boolean fits =
        base == numerator.index() || (center >= 0 && base >= 0 && centered(base, axes) == center);
    if (!fits) {
      return Optional.empty();
    }
    Value.Computed x = graph.value(center >= 0 ? center : numerator.index());
    return Optional.of(normalized(call, x, axes, (float) variance.shift(), center >= 0));
  }

  private Value.Computed normalized(
      NodeCall call, Value.Computed x, List<Integer> axes, float epsilon, boolean centered) {
    List<Integer> others =
        IntStream.range(0, x.rank()).filter(axis -> !axes.contains(axis)).boxed().toList();
    List<Integer> order = new ArrayList<>(others);
    order.addAll(axes);
    Value.Computed rows = graph.transpose(call.name() + "/rows", x, order);
    Value.Computed y =
        graph.add(
            call.name(),
            new Layer.Normalization(others.size(), epsilon, centered),
            rows,
            rows.shape());
    List<Integer> back = IntStream.range(0, x.rank()).map(order::indexOf).boxed().toList();
    return graph.transpose(call.name() + "/back", y, back);
  }

  /** The dimensions over which a value is a mean, or none. */
  private List<Integer> meanAxes(int value) {
    if (graph.producer(value, Layer.GlobalAveragePool.class).isPresent()) {
      return IntStream.range(2, graph.node(value).shape().size()).boxed().toList();
    }
    return graph
        .producer(value, Layer.Reduction.class)
        .filter(Layer.Reduction::mean)
        .map(Layer.Reduction::axes)
        .orElse(List.of());
  }

  private int squared(int value) {
    if (value == 0) {
      return -1;
    }
    int base = graph.node(value).inputs().get(0);
    return isPower(value, base, 2) ? base : -1;
  }

  /** The x of x - mean(x), or -1. */
  private int centered(int value, List<Integer> axes) {
    if (graph.producer(value, Layer.Add.class).isEmpty()
        || graph.node(value).inputs().size() != 2) {
      return -1;
    }
    int x = graph.node(value).inputs().get(0);
    int mean = graph.node(value).inputs().get(1);
    while (graph.producer(mean, Layer.Gather.class).isPresent()) {
      mean = graph.node(mean).inputs().get(0);
    }
    Line negative = line(mean, -1);
    boolean isMean =
        negative.scale() == -1
            && negative.shift() == 0
            && meanAxes(negative.source()).equals(axes)
            && graph.node(negative.source()).inputs().get(0) == x;
    return isMean ? x : -1;
  }

  /** A value seen from the nearest value that is no scalar line of another, or from a given one. */
  private Line line(int value, int end) {
    double scale = 1;
    double shift = 0;
    int current = value;
    while (true) {
      Optional<Layer.Affine> affine = graph.producer(current, Layer.Affine.class);
      if (affine.isEmpty() || current == end) {
        return new Line(current, scale, shift);
      }
      OptionalDouble factor = single(affine.get().scale());
      OptionalDouble summand = single(affine.get().shift());
      if (factor.isEmpty() || summand.isEmpty()) {
        return new Line(current, scale, shift);
      }
      shift += scale * summand.getAsDouble();
      scale *= factor.getAsDouble();
      current = graph.node(current).inputs().get(0);
    }
  }

  private static OptionalDouble single(Tensor tensor) {
    return tensor.size() == 1 ? OptionalDouble.of(tensor.value(0)) : OptionalDouble.empty();
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) <= TOLERANCE * Math.abs(b);
  }
}
