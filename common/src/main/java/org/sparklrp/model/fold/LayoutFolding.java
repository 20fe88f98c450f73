package org.sparklrp.model.fold;

import java.util.List;
import java.util.Optional;
import org.sparklrp.model.GraphEdits;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;

/**
 * Finds the layer that a scale and shift per channel belong to where values change their layout in
 * between: behind Reshape, Transpose and Concat, as in transformers and in files with channels
 * last. The scale and shift fold into it as they would if they stood directly behind.
 */
final class LayoutFolding {
  private LayoutFolding() {}

  /**
   * The graph in which the layers before take an affine layer in, if all of them can.
   *
   * @param node the affine layer
   */
  static Optional<LayerGraph> beforeLayout(LayerGraph graph, int node, Layer.Affine affine) {
    List<Integer> shape = graph.nodes().get(node).shape();
    int value = graph.nodes().get(node).inputs().get(0);
    for (int axis = 0; axis < shape.size(); axis++) {
      Optional<AffineVectors> vectors = AffineVectors.along(affine, shape, axis);
      if (vectors.isPresent() && shape.get(axis) > 1) {
        return absorbed(graph, value, axis, vectors.get())
            .map(changed -> GraphEdits.without(changed, node));
      }
    }
    return Optional.empty();
  }

  /** The graph in which a value is scaled and shifted along an axis by the layers that make it. */
  private static Optional<LayerGraph> absorbed(
      LayerGraph graph, int value, int axis, AffineVectors vectors) {
    if (value == 0 || GraphEdits.readers(graph, value) != 1) {
      return Optional.empty();
    }
    LayerGraph.Node node = graph.nodes().get(value - 1);
    int input = node.inputs().get(0);
    if (node.layer() instanceof Layer.Transpose transpose) {
      return absorbed(graph, input, transpose.permutation().get(axis), vectors);
    }
    if (node.layer() instanceof Layer.Reshape) {
      int before = sameAxis(node.shape(), axis, graph.shape(input));
      return before < 0 ? Optional.empty() : absorbed(graph, input, before, vectors);
    }
    if (node.layer() instanceof Layer.Concat concat) {
      return intoParts(graph, node, axis == concat.axis(), axis, vectors);
    }
    Layer.Affine affine = vectors.affine(node.shape().size(), axis);
    boolean hasWeights =
        node.layer() instanceof Layer.Convolution
            || node.layer() instanceof Layer.ConvolutionTranspose
            || node.layer() instanceof Layer.Dense;
    return hasWeights
        ? AffineFolding.behind(node.layer(), affine, node.shape())
            .map(layer -> GraphEdits.with(graph, value - 1, layer))
        : Optional.empty();
  }

  private static Optional<LayerGraph> intoParts(
      LayerGraph graph, LayerGraph.Node concat, boolean isSplit, int axis, AffineVectors vectors) {
    LayerGraph changed = graph;
    int start = 0;
    for (int input : concat.inputs()) {
      int length = graph.shape(input).get(axis);
      AffineVectors own = isSplit ? vectors.part(start, length) : vectors;
      Optional<LayerGraph> next = absorbed(changed, input, axis, own);
      if (next.isEmpty()) {
        return next;
      }
      changed = next.get();
      start += length;
    }
    return Optional.of(changed);
  }

  /** The axis of another shape of the same values that is this one, or -1. */
  private static int sameAxis(List<Integer> shape, int axis, List<Integer> other) {
    for (int candidate = 0; candidate < other.size(); candidate++) {
      if (other.get(candidate).equals(shape.get(axis))
          && inner(other, candidate) == inner(shape, axis)) {
        return candidate;
      }
    }
    return -1;
  }

  private static long inner(List<Integer> shape, int axis) {
    long size = 1;
    for (int length : shape.subList(axis + 1, shape.size())) {
      size *= length;
    }
    return size;
  }
}
