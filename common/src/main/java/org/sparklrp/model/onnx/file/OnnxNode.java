package org.sparklrp.model.onnx.file;

import java.util.ArrayList;
import java.util.List;

/**
 * One node of an ONNX graph as the file has it.
 *
 * @param name its name, or one made from its operator and first output; not yet unique
 * @param operator the operator's name, with its domain where that is not ONNX's own
 * @param inputs the names of the values it reads; an empty name is an omitted optional input
 * @param outputs the names of the values it produces; an empty name is an unused output
 * @param attributes its settings
 */
public record OnnxNode(
    String name,
    String operator,
    List<String> inputs,
    List<String> outputs,
    OnnxAttributes attributes) {
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The names of all values it may read: its inputs, and what the graphs inside it read. */
  public List<String> reads() {
    if (!operator.equals("If")) {
      return inputs;
    }
    List<String> names = new ArrayList<>(inputs);
    for (String setting : attributes.names()) {
      attributes
          .block(setting)
          .ifPresent(
              block -> {
                names.addAll(block.outputs());
                block.nodes().forEach(node -> names.addAll(node.reads()));
              });
    }
    return names;
  }
}
