package org.sparklrp.model.onnx.assembly;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sparklrp.model.GraphEdits;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.Shapes;

/** Collects the layers of a graph under construction and gives each a unique name. */
public final class GraphBuilder {
  private final boolean isConstant;
  private final long operatorSet;
  private final String inputName;
  private final List<Integer> inputShape;
  private final List<LayerGraph.Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * A graph without layers.
   *
   * @param operatorSet the file's version of ONNX
   */
  public GraphBuilder(long operatorSet, String inputName, List<Integer> inputShape) {
    this(operatorSet, inputName, inputShape, false);
  }

  /** A graph whose input is a constant: its first dimension is one as the others. */
  public static GraphBuilder ofConstant(long operatorSet, List<Integer> shape) {
    return new GraphBuilder(operatorSet, "constant", shape, true);
  }

  private GraphBuilder(
      long operatorSet, String inputName, List<Integer> inputShape, boolean isConstant) {
    this.isConstant = isConstant;
    this.operatorSet = operatorSet;
    this.inputName = inputName;
    this.inputShape = List.copyOf(inputShape);
  }

  /** The value that holds the images. */
  public Value.Computed input() {
    return new Value.Computed(0, inputShape);
  }

  /** The file's version of ONNX, on which the meaning of some operators depends. */
  public long operatorSet() {
    return operatorSet;
  }

  /** Whether a first dimension of this length is that of the images. */
  public boolean isBatch(int length) {
    return !isConstant && length == inputShape.get(0);
  }

  /** A value that was made before. */
  public Value.Computed value(int index) {
    return index == 0 ? input() : new Value.Computed(index, node(index).shape());
  }

  /** The layer that produces a value, if it is of this kind. */
  public <T extends Layer> Optional<T> producer(int value, Class<T> kind) {
    return value > 0 && kind.isInstance(node(value).layer())
        ? Optional.of(kind.cast(node(value).layer()))
        : Optional.empty();
  }

  /** The node that produces a value; not for the input. */
  public LayerGraph.Node node(int value) {
    return nodes.get(value - 1);
  }

  /** Appends a layer; a name already taken gets a number behind it. */
  public Value.Computed add(
      String name, Layer layer, List<Value.Computed> inputs, List<Integer> outputShape) {
    Shapes.size(outputShape);
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "_" + i;
    }
    nodes.add(
        new LayerGraph.Node(
            unique, layer, inputs.stream().map(Value.Computed::index).toList(), outputShape));
    return new Value.Computed(nodes.size(), outputShape);
  }

  /** Appends a layer with one input. */
  public Value.Computed add(
      String name, Layer layer, Value.Computed input, List<Integer> outputShape) {
    return add(name, layer, List.of(input), outputShape);
  }

  /** The value in another shape; nothing is added where it has that shape. */
  public Value.Computed reshape(String name, Value.Computed input, List<Integer> shape) {
    if (Shapes.size(shape) != Shapes.size(input.shape())) {
      throw new ModelMismatchException("turns shape " + input.shape() + " into " + shape);
    }
    return shape.equals(input.shape()) ? input : add(name, new Layer.Reshape(), input, shape);
  }

  /** The value with its dimensions in another order. */
  public Value.Computed transpose(String name, Value.Computed input, List<Integer> permutation) {
    List<Integer> shape = ShapeInference.transpose(input.shape(), permutation);
    boolean isIdentity = permutation.equals(IntStream.range(0, input.rank()).boxed().toList());
    if (isIdentity) {
      return input;
    }
    Optional<Layer.Transpose> before = producer(input.index(), Layer.Transpose.class);
    if (before.isPresent()) {
      Value.Computed source = value(node(input.index()).inputs().get(0));
      List<Integer> both = permutation.stream().map(before.get().permutation()::get).toList();
      return both.equals(IntStream.range(0, input.rank()).boxed().toList())
          ? source
          : add(name, new Layer.Transpose(both), source, shape);
    }
    return add(name, new Layer.Transpose(permutation), input, shape);
  }

  /** The value repeated along its dimensions of length 1 until it has this shape. */
  public Value.Computed broadcast(String name, Value.Computed input, List<Integer> shape) {
    List<Integer> padded = new ArrayList<>(Collections.nCopies(shape.size() - input.rank(), 1));
    padded.addAll(input.shape());
    Value.Computed result = reshape(name + "/align", input, padded);
    for (int axis = 0; axis < shape.size(); axis++) {
      int length = shape.get(axis);
      if (result.shape().get(axis) != length) {
        Layer repeat = new Layer.Gather(axis, Collections.nCopies(length, 0));
        result = add(name + "/expand", repeat, result, Shapes.with(result.shape(), axis, length));
      }
    }
    return result;
  }

  /** All layers so far, whether they lead anywhere or not. */
  public LayerGraph all() {
    return new LayerGraph(inputName, inputShape, nodes);
  }

  /** The finished graph: the layers that lead to a value, that value's layer last. */
  public LayerGraph build(Value.Computed output) {
    return GraphEdits.withoutDeadNodes(
        new LayerGraph(inputName, inputShape, nodes.subList(0, output.index())));
  }
}
