package org.sparklrp.model.onnx.file;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an ONNX file says, before anything is made of it.
 *
 * @param origin where the file comes from, for error sentences
 * @param operatorSet the version of ONNX's operators it is written in
 * @param input the one input that is not a constant, its shape declared, batch first
 * @param outputs its outputs, at least one
 * @param constants the weights by name
 * @param nodes the nodes, each after those it reads from
 */
public record OnnxGraph(
    String origin,
    long operatorSet,
    Declared input,
    List<Declared> outputs,
    Map<String, Constant> constants,
    List<OnnxNode> nodes) {
  public OnnxGraph {
    outputs = List.copyOf(outputs);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
  }

  /** The declared shape of the input, -1 where a length is open; batch first. */
  public List<Integer> inputShape() {
    return Objects.requireNonNull(input.shape());
  }

  /** Whether the input is declared as images with the channels behind the pixels. */
  public boolean isChannelsLast() {
    List<Integer> shape = inputShape();
    return shape.size() == 4 && isChannels(shape.get(3)) && !isChannels(shape.get(1));
  }

  private static boolean isChannels(int length) {
    return length == 1 || length == 3 || length == 4;
  }
}
