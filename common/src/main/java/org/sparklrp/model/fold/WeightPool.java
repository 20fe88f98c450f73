package org.sparklrp.model.fold;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    if (layer instanceof Layer.Convolution conv) {
      return new Layer.Convolution(
          conv.window(),
          conv.groups(),
          shared(name + "#weights", conv.weights()),
          shared(name + "#bias", conv.bias()));
    }
    if (layer instanceof Layer.ConvolutionTranspose conv) {
      return new Layer.ConvolutionTranspose(
          conv.window(),
          conv.groups(),
          shared(name + "#weights", conv.weights()),
          shared(name + "#bias", conv.bias()));
    }
    if (layer instanceof Layer.Dense dense) {
      return new Layer.Dense(
          shared(name + "#weights", dense.weights()), shared(name + "#bias", dense.bias()));
    }
    if (layer instanceof Layer.Affine affine) {
      return new Layer.Affine(
          shared(name + "#scale", affine.scale()), shared(name + "#shift", affine.shift()));
    }
    if (layer instanceof Layer.ParametricRelu relu) {
      return new Layer.ParametricRelu(shared(name + "#slope", relu.slope()));
    }
    if (layer instanceof Layer.Insert insert) {
      return new Layer.Insert(
          insert.axis(), insert.at(), shared(name + "#constant", insert.constant()));
    }
    return layer;
  }

  private Tensor shared(String key, Tensor tensor) {
    Tensor earlier = tensors.putIfAbsent(key, tensor);
    return earlier != null
            && Arrays.equals(earlier.shape(), tensor.shape())
            && Arrays.equals(earlier.values(), tensor.values())
        ? earlier
        : tensor;
  }
}
