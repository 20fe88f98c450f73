package org.sparklrp.engine.oracle;

import java.util.List;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

/** The smallest things that tests of several rooms need. */
public final class SmallNetworks {
  private static final List<Integer> PLANES = List.of(1, 2, 2, 1);

  private SmallNetworks() {}

  /** A rectifier, a reshape and one class without weights; no convolution. */
  public static LayerGraph withoutConvolution() {
    return new LayerGraph(
        "x",
        PLANES,
        List.of(
            new LayerGraph.Node(
                "relu",
                new Layer.Activation(Layer.Activation.Function.RELU, 0, 0),
                List.of(0),
                PLANES),
            new LayerGraph.Node("flat", new Layer.Reshape(), List.of(1), List.of(1, 4)),
            new LayerGraph.Node(
                "classes",
                new Layer.Dense(new Tensor(new int[] {1, 4}, new float[4]), Tensor.vector(0)),
                List.of(2),
                List.of(1, 1))));
  }

  /** A square window, the same in both directions. */
  public static Window window(int kernel, int stride, int dilation, int begin, int end) {
    return new Window(
        List.of(kernel, kernel),
        List.of(stride, stride),
        List.of(dilation, dilation),
        List.of(begin, begin),
        List.of(end, end));
  }
}
