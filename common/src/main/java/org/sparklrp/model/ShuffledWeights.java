package org.sparklrp.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network that has forgotten what its lowest layers learned: the weights of each are shuffled
 * among themselves, so that their sizes stay and what they mean is gone (after Adebayo et al.
 * 2018). Graphs of all batch sizes get the same tensors.
 */
public final class ShuffledWeights {
  private final double share;
  private final long seed;
  private final IdentityHashMap<Tensor, Tensor> shuffled = new IdentityHashMap<>();

  /**
   * Forgets.
   *
   * @param share of the layers with weights, from the input, 0 to 1
   * @param seed of the shuffling
   */
  public ShuffledWeights(double share, long seed) {
    this.share = share;
    this.seed = seed;
  }

  /** The network without that. */
  public synchronized LayerGraph of(LayerGraph graph) {
    long weighted = graph.nodes().stream().filter(node -> hasWeights(node.layer())).count();
    long left = (long) Math.ceil(share * weighted);
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (LayerGraph.Node node : graph.nodes()) {
      if (left > 0 && hasWeights(node.layer())) {
        left--;
        nodes.add(
            new LayerGraph.Node(node.name(), shuffled(node.layer()), node.inputs(), node.shape()));
      } else {
        nodes.add(node);
      }
    }
    return new LayerGraph(graph.inputName(), graph.inputShape(), nodes);
  }

  private static boolean hasWeights(Layer layer) {
    return layer instanceof Layer.Convolution
        || layer instanceof Layer.ConvolutionTranspose
        || layer instanceof Layer.Dense
        || layer instanceof Layer.Affine;
  }

  private Layer shuffled(Layer layer) {
    if (layer instanceof Layer.Convolution own) {
      return new Layer.Convolution(
          own.window(), own.groups(), shuffled(own.weights()), shuffled(own.bias()));
    }
    if (layer instanceof Layer.ConvolutionTranspose own) {
      return new Layer.ConvolutionTranspose(
          own.window(), own.groups(), shuffled(own.weights()), shuffled(own.bias()));
    }
    if (layer instanceof Layer.Dense own) {
      return new Layer.Dense(shuffled(own.weights()), shuffled(own.bias()));
    }
    Layer.Affine own = (Layer.Affine) layer;
    return new Layer.Affine(shuffled(own.scale()), shuffled(own.shift()));
  }

  /** The tensors come in the same order for every graph, and so do their numbers. */
  private Tensor shuffled(Tensor tensor) {
    Tensor known = shuffled.get(tensor);
    if (known != null) {
      return known;
    }
    SplittableRandom random = new SplittableRandom(seed + shuffled.size());
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      int place = random.nextInt(i + 1);
      values[i] = values[place];
      values[place] = tensor.value(i);
    }
    Tensor fresh = new Tensor(tensor.shape(), values);
    shuffled.put(tensor, fresh);
    return fresh;
  }
}
