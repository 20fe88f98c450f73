package org.sparklrp.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

class LayerNamesTest {
  private static final Window POINTS =
      new Window(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(0, 0), List.of(0, 0));
  private static final Layer RELU = new Layer.Activation(Layer.Activation.Function.RELU, 0, 0);
  private static final Layer CONVOLUTION =
      new Layer.Convolution(
          POINTS, 1, new Tensor(new int[] {2, 2, 1, 1}, new float[4]), Tensor.vector(0, 0));
  private static final List<Integer> PLANES = List.of(1, 2, 3, 1);

  private static LayerGraph.Node node(String name, Layer layer, int input, List<Integer> shape) {
    return new LayerGraph.Node(name, layer, List.of(input), shape);
  }

  @Test
  void theLastLayerOfFeaturesWithPositionsIsMeant() {
    Layer affine = new Layer.Affine(Tensor.vector(1), Tensor.vector(0));
    for (Layer features :
        List.of(CONVOLUTION, affine, RELU, new Layer.Add(), new Layer.Concat(1))) {
      LayerGraph graph =
          new LayerGraph(
              "x",
              PLANES,
              List.of(
                  node("first", RELU, 0, PLANES),
                  node("features", features, 1, PLANES),
                  node("pool", new Layer.MaxPool(POINTS), 2, PLANES),
                  node("tokens", new Layer.Reshape(), 3, List.of(1, 2, 3)),
                  node("flat", new Layer.Reshape(), 4, List.of(1, 6)),
                  node("points", RELU, 5, List.of(1, 6, 1, 1)),
                  node("rows", RELU, 5, List.of(1, 6)),
                  node("vector", RELU, 5, List.of(6))));
      assertThat(LayerNames.ofPlanes("", graph)).as(features.toString()).isEqualTo(1);
    }
  }

  @Test
  void ofSeveralLayersOfANameTheLastIsMeant() {
    LayerGraph graph =
        new LayerGraph(
            "x",
            PLANES,
            List.of(
                node("a1", RELU, 0, PLANES),
                node("a2", new Layer.MaxPool(POINTS), 1, List.of(1, 2, 1, 2)),
                node("b", RELU, 2, List.of(1, 2, 1, 1))));
    assertThat(LayerNames.ofPlanes("a*", graph)).isEqualTo(1);
    assertThat(LayerNames.ofPlanes("a1", graph)).isZero();
    assertThatThrownBy(() -> LayerNames.ofPlanes("b", graph))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain by grad-cam: the output of b has one position per channel ([1, 2, 1, 1]); set method.layer to a layer of planes");
  }
}
