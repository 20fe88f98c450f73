package org.sparklrp.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.Activation;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Tensor;
import org.sparklrp.model.Window;

class ChannelsTest {
  private static final Layer DENSE =
      new Layer.Dense(new Tensor(new int[] {3, 3}, new float[9]), Tensor.vector(0, 0, 0));
  private static final Layer RELU = new Activation(Activation.Function.RELU, 0, 0);
  private static final Layer AFFINE = new Layer.Affine(Tensor.vector(1), Tensor.vector(0));
  private static final Window WINDOW =
      new Window(List.of(1), List.of(1), List.of(1), List.of(0), List.of(0));

  /** Of the last of some layers, each behind the one before, which all have this shape. */
  private static Channels behind(List<Integer> shape, Layer... layers) {
    List<LayerGraph.Node> nodes = new ArrayList<>();
    for (Layer layer : layers) {
      nodes.add(new LayerGraph.Node("node" + nodes.size(), layer, List.of(nodes.size()), shape));
    }
    return Channels.of(new LayerGraph("x", shape, nodes), layers.length - 1);
  }

  @Test
  void planesAreChannels() {
    List<Integer> planes = List.of(2, 4, 5, 6);
    for (Layer layer : List.of(RELU, AFFINE, new Layer.Add(), new Layer.MaxPool(WINDOW))) {
      assertThat(behind(planes, layer)).as(layer.toString()).isEqualTo(new Channels(4, 30));
      assertThat(behind(planes, new Layer.MaxPool(WINDOW), layer)).isEqualTo(new Channels(4, 30));
    }
    assertThat(behind(List.of(2, 7), new Layer.MaxPool(WINDOW))).isEqualTo(new Channels(7, 1));
    assertThat(behind(List.of(2), RELU)).isEqualTo(new Channels(2, 1));
  }

  @Test
  void behindAFullyConnectedLayerTheLastDimensionHoldsThem() {
    List<Integer> tokens = List.of(2, 5, 3);
    assertThat(behind(tokens, DENSE)).isEqualTo(new Channels(3, 1));
    assertThat(behind(tokens, DENSE, RELU, AFFINE, new Layer.Add(), RELU))
        .isEqualTo(new Channels(3, 1));
    assertThat(behind(tokens, DENSE, new Layer.Reshape())).isEqualTo(new Channels(5, 3));
    assertThat(behind(tokens, DENSE, new Layer.Reshape(), RELU)).isEqualTo(new Channels(5, 3));
  }

  @Test
  void valuesOfAnImageGoThroughTheirChannelsInTurn() {
    assertThat(IntStream.range(0, 12).map(new Channels(2, 3)::of))
        .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1);
  }
}
