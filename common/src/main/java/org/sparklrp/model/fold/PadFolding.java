package org.sparklrp.model.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparklrp.model.GraphEdits;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Window;

/**
 * Folds borders of zeros into the windows that slide over them, wherever the function stays the
 * same: a convolution's own padding is zeros, and so is that of a mean that counts it. Exporters
 * write either, and the same network is to have the same relevance: padding belongs to its layer.
 */
public final class PadFolding {
  private PadFolding() {}

  /** The graph with as few borders of their own as possible. */
  public static LayerGraph fold(LayerGraph graph) {
    LayerGraph folded = graph;
    for (int node = 0; node < graph.nodes().size(); node++) {
      if (graph.nodes().get(node).layer() instanceof Layer.Pad pad && isSpatial(pad)) {
        folded = fold(folded, node, pad);
      }
    }
    return GraphEdits.withoutDeadNodes(folded);
  }

  private static boolean isSpatial(Layer.Pad pad) {
    return pad.value() == 0
        && pad.before().subList(0, Math.min(2, pad.before().size())).stream().allMatch(c -> c == 0)
        && pad.after().subList(0, Math.min(2, pad.after().size())).stream().allMatch(c -> c == 0);
  }

  /** Each layer behind the border takes it into its window, if it can. */
  private static LayerGraph fold(LayerGraph graph, int node, Layer.Pad pad) {
    LayerGraph folded = graph;
    int input = graph.nodes().get(node).inputs().get(0);
    for (int reader = node + 1; reader < graph.nodes().size(); reader++) {
      LayerGraph.Node candidate = folded.nodes().get(reader);
      if (candidate.inputs().equals(List.of(node + 1))) {
        Optional<Layer> layer = bordered(candidate.layer(), pad);
        if (layer.isPresent()) {
          folded = GraphEdits.with(folded, reader, layer.get(), input);
        }
      }
    }
    return folded;
  }

  private static Optional<Layer> bordered(Layer layer, Layer.Pad pad) {
    if (layer instanceof Layer.Convolution conv) {
      return Optional.of(
          new Layer.Convolution(
              bordered(conv.window(), pad), conv.groups(), conv.weights(), conv.bias()));
    }
    if (layer instanceof Layer.AveragePool pool
        && (pool.countIncludesPad() || !isPadded(pool.window()))) {
      return Optional.of(new Layer.AveragePool(bordered(pool.window(), pad), true));
    }
    return Optional.empty();
  }

  private static boolean isPadded(Window window) {
    return window.padBegin().stream().anyMatch(cells -> cells > 0)
        || window.padEnd().stream().anyMatch(cells -> cells > 0);
  }

  private static Window bordered(Window window, Layer.Pad pad) {
    return new Window(
        window.kernel(),
        window.stride(),
        window.dilation(),
        sums(window.padBegin(), pad.before()),
        sums(window.padEnd(), pad.after()));
  }

  /** What a window pads and a border, which has two dimensions more. */
  private static List<Integer> sums(List<Integer> cells, List<Integer> border) {
    List<Integer> sums = new ArrayList<>();
    for (int axis = 0; axis < cells.size(); axis++) {
      sums.add(cells.get(axis) + border.get(axis + 2));
    }
    return sums;
  }
}
