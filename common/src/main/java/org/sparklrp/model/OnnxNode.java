package org.sparklrp.model;

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
record OnnxNode(
    String name,
    String operator,
    List<String> inputs,
    List<String> outputs,
    OnnxAttributes attributes) {
  OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
