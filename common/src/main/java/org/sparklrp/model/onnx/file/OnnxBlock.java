package org.sparklrp.model.onnx.file;

import java.util.List;
import java.util.Map;

/**
 * One of the two branches of an If node. Its nodes also read values of the graph around it.
 *
 * @param constants its own weights by name
 * @param nodes its nodes, each after those it reads from
 * @param outputs what it hands out, in the order of the node's outputs
 */
public record OnnxBlock(
    Map<String, Constant> constants, List<OnnxNode> nodes, List<String> outputs) {
  public OnnxBlock {
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }
}
