package org.sparklrp.engine;

import java.util.List;
import org.sparklrp.model.Layer;

/** Chooses how a convolution is computed: each kind of layer has its fastest way. */
final class Convolutions {
  private Convolutions() {}

  /**
   * A convolution as a linear map.
   *
   * @param node the layer's name
   * @param layer the convolution
   * @param in shape of its input
   * @param out shape of its output
   * @param weights where modified weights are kept
   */
  static LinearMap map(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    if (DepthwiseMap.suits(layer, in)) {
      return new DepthwiseMap(node, layer, in, out, weights);
    }
    if (PointwiseMap.suits(layer, in, out)) {
      return new PointwiseMap(node, layer, in, out, weights);
    }
    if (WinogradMap.suits(layer, in, out)) {
      return new WinogradMap(node, layer, in, out, weights);
    }
    return ColumnsConvolutionMap.suits(layer, in, out)
        ? new ColumnsConvolutionMap(node, layer, in, out, weights)
        : new ConvolutionMap(node, layer, in, out, weights);
  }
}
