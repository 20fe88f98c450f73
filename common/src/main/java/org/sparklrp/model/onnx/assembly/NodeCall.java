package org.sparklrp.model.onnx.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.Layer;
import org.sparklrp.model.ModelMismatchException;
import org.sparklrp.model.onnx.file.Constant;
import org.sparklrp.model.onnx.file.OnnxAttributes;
import org.sparklrp.model.onnx.file.OnnxNode;

/**
 * One node of an ONNX graph with its inputs looked up, ready to become a layer or a constant.
 *
 * @param node the node
 * @param inputs a value per input; null for an omitted optional one
 * @param graph where layers are added
 */
public record NodeCall(OnnxNode node, List<@Nullable Value> inputs, GraphBuilder graph) {

  public OnnxAttributes attributes() {
    return node.attributes();
  }

  public String name() {
    return node.name();
  }

  /** Whether an optional input is given. */
  public boolean has(int index) {
    return index < inputs.size() && inputs.get(index) != null;
  }

  /** Whether an input is given and known at import. */
  public boolean isConstant(int index) {
    return index < inputs.size() && inputs.get(index) instanceof Value.Known;
  }

  /** An input that depends on the images. */
  public Value.Computed computed(int index) {
    if (index < inputs.size() && inputs.get(index) instanceof Value.Computed computed) {
      return computed;
    }
    if (isConstant(index)) {
      throw new UnsupportedNodeException("with a constant as input " + (index + 1));
    }
    if (index < inputs.size() && inputs.get(index) instanceof Value.Quantized) {
      throw new UnsupportedNodeException("of quantised values");
    }
    throw new ModelMismatchException("lacks input " + (index + 1));
  }

  /** Every input, all of which depend on the images. */
  public List<Value.Computed> allComputed() {
    List<Value.Computed> all = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      all.add(computed(i));
    }
    return all;
  }

  /** An input that must be known at import. */
  public Constant constant(int index) {
    if (index < inputs.size() && inputs.get(index) instanceof Value.Known known) {
      return known.constant();
    }
    if (has(index)) {
      throw new UnsupportedNodeException("with a computed input " + (index + 1));
    }
    throw new ModelMismatchException("lacks input " + (index + 1));
  }

  /** A list of integers that is an attribute or, in newer files, an input. */
  public Optional<List<Long>> integers(String attribute, int input) {
    return has(input) ? Optional.of(constant(input).longs()) : attributes().integers(attribute);
  }

  /** Adds a layer named as the node that reads its first input. */
  public Value.Computed add(Layer layer, List<Integer> outputShape) {
    return graph.add(name(), layer, computed(0), outputShape);
  }

  /** The first input in another shape. */
  public Value.Computed reshape(List<Integer> shape) {
    return graph.reshape(name(), computed(0), shape);
  }
}
