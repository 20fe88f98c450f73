package org.sparklrp.model.onnx.file;

import java.util.List;
import java.util.Map;

/**
 * What an ONNX file says, before anything is made of it.
 *
 * @param origin where the file comes from, for error sentences
 * @param operatorSet the version of ONNX's operators it is written in
 * @param inputName the name of the one input that is not a constant
 * @param inputShape its declared shape, -1 where it is open; batch first
 * @param outputName the name of the first output
 * @param constants the weights by name
 * @param nodes the nodes, each after those it reads from
 */
public record OnnxGraph(
    String origin,
    long operatorSet,
    String inputName,
    List<Integer> inputShape,
    String outputName,
    Map<String, Constant> constants,
    List<OnnxNode> nodes) {
  public OnnxGraph {
    inputShape = List.copyOf(inputShape);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
  }
}
