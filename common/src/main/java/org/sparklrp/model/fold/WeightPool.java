package org.sparklrp.model.fold;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;

/**
 * Lets the graphs of one model share equal weights: a model's weights exist once, however many
 * batch sizes it is used for.
 */
public final class WeightPool {
  private final Map<String, Tensor> tensors = new HashMap<>();

  /** The same graph with weights replaced by equal ones of earlier graphs. */
  public synchronized LayerGraph shared(LayerGraph graph) {
    List<LayerGraph.Node> nodes =
        graph.nodes().stream()
            .map(
                node ->
                    new LayerGraph.Node(
                        node.name(),
                        shared(node.name(), node.layer()),
                        node.inputs(),
                        node.shape()))
            .toList();
    return new LayerGraph(graph.inputName(), graph.inputShape(), nodes);
  }

  private Layer shared(String name, Layer layer) {
    AtomicInteger constant = new AtomicInteger();
    return layer.withConstants(tensor -> shared(name + "#" + constant.getAndIncrement(), tensor));
  }

  private Tensor shared(String key, Tensor tensor) {
    Tensor earlier = tensors.putIfAbsent(key, tensor);
    return earlier != null && earlier.isSame(tensor) ? earlier : tensor;
  }
}
