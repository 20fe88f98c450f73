package org.sparklrp.engine.linear;

import java.util.List;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.sparklrp.model.Layer;

/** Chooses how a convolution is computed: each kind of layer has its fastest way. */
public final class Convolutions {
  /** What ND4J calls a processor with AVX-512. */
  private static final int AVX512 = 3;

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
  public static LinearMap map(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights) {
    return map(node, layer, in, out, weights, hasWideVectors());
  }

  /** The same on a processor with wide vectors or without. */
  static LinearMap map(
      String node,
      Layer.Convolution layer,
      List<Integer> in,
      List<Integer> out,
      WeightStore weights,
      boolean hasWideVectors) {
    if (DepthwiseMap.suits(layer, in)) {
      return new DepthwiseMap(node, layer, in, out, weights);
    }
    if (!hasWideVectors && PointwiseMap.suits(layer, in, out)) {
      return new PointwiseMap(node, layer, in, out, weights);
    }
    if (WinogradMap.suits(layer, in, out)) {
      return new WinogradMap(node, layer, in, out, weights);
    }
    return ColumnsConvolutionMap.suits(layer, in, out)
        ? new ColumnsConvolutionMap(node, layer, in, out, weights)
        : new ConvolutionMap(node, layer, in, out, weights);
  }

  /** Whether oneDNN's convolutions with 1 x 1 kernels are as fast as matrix products. */
  private static boolean hasWideVectors() {
    Nd4j.getBackend(); // started before its operators are asked
    return NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel() >= AVX512;
  }
}
