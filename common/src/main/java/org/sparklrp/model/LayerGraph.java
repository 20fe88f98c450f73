package org.sparklrp.model;

import java.util.List;

/**
 * An immutable network for one batch size: layers in an order in which each comes after its inputs.
 * Value 0 is the network's input; the node at index k of {@code nodes} produces value k + 1; the
 * last node produces the logits.
 *
 * @param inputName the input's name in the file
 * @param inputShape the input's shape, batch first: [N, C, H, W] for images
 * @param nodes the layers; the last one's output is [N, classes]
 */
public record LayerGraph(String inputName, List<Integer> inputShape, List<Node> nodes) {
  /** Copies the lists. */
  public LayerGraph {
    inputShape = List.copyOf(inputShape);
    nodes = List.copyOf(nodes);
  }

  /** The batch size N the graph was built for. */
  public int batch() {
    return inputShape.get(0);
  }

  /** The number of classes. */
  public int classes() {
    List<Integer> shape = nodes.get(nodes.size() - 1).shape();
    return shape.get(shape.size() - 1);
  }

  /** The shape of a value: 0 is the input, k + 1 the output of node k. */
  public List<Integer> shape(int value) {
    return value == 0 ? inputShape : nodes.get(value - 1).shape();
  }

  /**
   * One layer in its place.
   *
   * @param name the node's name in the file, or one made from its output; unique
   * @param layer what it computes
   * @param inputs the values it reads
   * @param shape the shape of the value it produces, batch included
   */
  public record Node(String name, Layer layer, List<Integer> inputs, List<Integer> shape) {
    /** Copies the lists. */
    public Node {
      inputs = List.copyOf(inputs);
      shape = List.copyOf(shape);
    }
  }
}
