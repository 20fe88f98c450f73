package org.sparklrp.engine.pass;

import java.util.List;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;

/**
 * Which axis of a value holds the channels: the last one behind a fully connected layer, also where
 * that serves a row of tokens, the one after the batch everywhere else. Values lie as {@code outer}
 * times channels times {@code inner} in an image.
 *
 * @param count the number of channels
 * @param inner how many consecutive values belong to one channel
 */
record Channels(int count, int inner) {
  /** The channels of the output of a node. */
  static Channels of(LayerGraph graph, int node) {
    List<Integer> shape = graph.nodes().get(node).shape();
    int axis = isBehindDense(graph, node) ? shape.size() - 1 : Math.min(1, shape.size() - 1);
    int inner = 1;
    for (int dimension : shape.subList(axis + 1, shape.size())) {
      inner *= dimension;
    }
    return new Channels(shape.get(axis), inner);
  }

  private static boolean isBehindDense(LayerGraph graph, int node) {
    int current = node;
    while (true) {
      LayerGraph.Node at = graph.nodes().get(current);
      if (at.layer() instanceof Layer.Dense) {
        return true;
      }
      boolean elementWise =
          at.layer() instanceof Layer.Activation
              || at.layer() instanceof Layer.Affine
              || at.layer() instanceof Layer.Add;
      if (!elementWise || at.inputs().get(0) == 0) {
        return false;
      }
      current = at.inputs().get(0) - 1;
    }
  }

  /** The channel of a value of one image. */
  int of(int index) {
    return index / inner % count;
  }
}
