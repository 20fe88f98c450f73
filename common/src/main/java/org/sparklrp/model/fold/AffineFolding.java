package org.sparklrp.model.fold;

import java.util.List;
import java.util.Optional;
import org.sparklrp.model.GraphEdits;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Window;

/**
 * Folds scales and shifts into the weights of their neighbours, in double precision, wherever the
 * function stays the same: into the layer before where that has no other reader, else into the
 * layer behind. Propagation through the folded layer then is that of one linear layer, as Bach et
 * al. 2015 assume. Between them may stand what only changes the layout of values ({@link
 * LayoutFolding}). What cannot be folded stays an {@link Layer.Affine}.
 */
public final class AffineFolding {
  private AffineFolding() {}

  /** The graph with as few affine layers as possible. */
  public static LayerGraph fold(LayerGraph graph) {
    LayerGraph folded = graph;
    Optional<LayerGraph> next = Optional.of(graph);
    while (next.isPresent()) {
      folded = next.get();
      next = foldOne(folded);
    }
    return folded;
  }

  private static Optional<LayerGraph> foldOne(LayerGraph graph) {
    for (int node = 0; node < graph.nodes().size(); node++) {
      int current = node;
      if (graph.nodes().get(node).layer() instanceof Layer.Affine affine
          && graph.nodes().size() > 1) {
        Optional<LayerGraph> folded =
            isIdentity(affine)
                ? Optional.of(GraphEdits.without(graph, node))
                : intoPrevious(graph, node, affine)
                    .or(() -> intoNext(graph, current, affine))
                    .or(() -> LayoutFolding.beforeLayout(graph, current, affine));
        if (folded.isPresent()) {
          return folded;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isIdentity(Layer.Affine affine) {
    for (float scale : affine.scale().values()) {
      if (scale != 1) {
        return false;
      }
    }
    return affine.shift().isZero();
  }

  private static Optional<LayerGraph> intoPrevious(
      LayerGraph graph, int node, Layer.Affine affine) {
    int value = graph.nodes().get(node).inputs().get(0);
    if (value == 0 || GraphEdits.readers(graph, value) != 1) {
      return Optional.empty();
    }
    return behind(graph.nodes().get(value - 1).layer(), affine, graph.shape(value))
        .map(layer -> GraphEdits.without(GraphEdits.with(graph, value - 1, layer), node));
  }

  /** A layer and an affine behind it as one layer. */
  static Optional<? extends Layer> behind(Layer layer, Layer.Affine affine, List<Integer> shape) {
    if (layer instanceof Layer.Convolution conv) {
      return AffineVectors.along(affine, shape, 1)
          .map(
              vectors ->
                  new Layer.Convolution(
                      conv.window(),
                      conv.groups(),
                      vectors.scaleRows(conv.weights()),
                      vectors.apply(conv.bias())));
    }
    if (layer instanceof Layer.ConvolutionTranspose conv) {
      return AffineVectors.along(affine, shape, 1)
          .map(
              vectors ->
                  new Layer.ConvolutionTranspose(
                      conv.window(),
                      conv.groups(),
                      vectors.scaleColumns(conv.weights(), conv.groups()),
                      vectors.apply(conv.bias())));
    }
    if (layer instanceof Layer.Dense dense) {
      return AffineVectors.along(affine, shape, shape.size() - 1)
          .map(
              vectors ->
                  new Layer.Dense(vectors.scaleRows(dense.weights()), vectors.apply(dense.bias())));
    }
    if (layer instanceof Layer.Affine first) {
      return Optional.of(AffineVectors.joined(first, affine));
    }
    return Optional.empty();
  }

  /**
   * Not so the scale and shift of a normalisation, which are part of that layer: its output, with
   * them, is what the epsilon rule divides by (Achtibat et al. 2024).
   */
  private static Optional<LayerGraph> intoNext(LayerGraph graph, int node, Layer.Affine affine) {
    int value = graph.nodes().get(node).inputs().get(0);
    if (value > 0 && graph.nodes().get(value - 1).layer() instanceof Layer.Normalization) {
      return Optional.empty();
    }
    int reader = onlyReader(graph, node + 1);
    int target = reader;
    while (target >= 0 && keepsImages(graph, target)) {
      target = onlyReader(graph, target + 1);
    }
    if (target < 0) {
      return Optional.empty();
    }
    int changed = target;
    List<Integer> shape = graph.nodes().get(node).shape();
    Layer layer = graph.nodes().get(target).layer();
    Optional<? extends Layer> joined =
        target == reader
            ? before(layer, affine, shape)
            : layer instanceof Layer.Dense dense && graph.shape(target).size() == 2
                ? AffineVectors.ofImage(affine, shape)
                    .filter(vectors -> vectors.length() == dense.weights().dimension(1))
                    .map(vectors -> vectors.before(dense))
                : Optional.empty();
    return joined.map(result -> GraphEdits.without(GraphEdits.with(graph, changed, result), node));
  }

  /** An affine and a layer behind it as one layer. Padding is zeros, which a shift would change. */
  private static Optional<? extends Layer> before(
      Layer layer, Layer.Affine affine, List<Integer> shape) {
    if (layer instanceof Layer.Dense dense) {
      return AffineVectors.along(affine, shape, shape.size() - 1)
          .map(vectors -> vectors.before(dense));
    }
    if (layer instanceof Layer.Convolution conv
        && (affine.shift().isZero() || !pads(conv.window()))) {
      return AffineVectors.along(affine, shape, 1).map(vectors -> vectors.before(conv));
    }
    return Optional.empty();
  }

  private static boolean pads(Window window) {
    return window.padBegin().stream().anyMatch(cells -> cells > 0)
        || window.padEnd().stream().anyMatch(cells -> cells > 0);
  }

  /** Whether a node only changes the shape of each image's values. */
  private static boolean keepsImages(LayerGraph graph, int node) {
    LayerGraph.Node candidate = graph.nodes().get(node);
    return candidate.layer() instanceof Layer.Reshape
        && candidate.shape().size() >= 2
        && candidate.shape().get(0) == graph.batch();
  }

  /** The node that alone reads a value, or -1. */
  private static int onlyReader(LayerGraph graph, int value) {
    if (GraphEdits.readers(graph, value) != 1) {
      return -1;
    }
    for (int node = 0; node < graph.nodes().size(); node++) {
      if (graph.nodes().get(node).inputs().contains(value)) {
        return node;
      }
    }
    return -1;
  }
}
