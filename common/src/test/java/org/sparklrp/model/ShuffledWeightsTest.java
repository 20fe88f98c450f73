package org.sparklrp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShuffledWeightsTest {
  private static final Tensor LOW = new Tensor(new int[] {3, 2}, new float[] {1, 2, 3, 4, 5, 6});
  private static final Tensor HIGH = new Tensor(new int[] {2, 3}, new float[] {7, 8, 9, 1, 2, 3});

  private static LayerGraph graph(int batch) {
    return new LayerGraph(
        "x",
        List.of(batch, 2),
        List.of(
            new LayerGraph.Node(
                "low", new Layer.Dense(LOW, Tensor.zeros(3)), List.of(0), List.of(batch, 3)),
            new LayerGraph.Node(
                "high", new Layer.Dense(HIGH, Tensor.zeros(2)), List.of(1), List.of(batch, 2))));
  }

  private static Tensor weights(LayerGraph graph, int node) {
    return ((Layer.Dense) graph.nodes().get(node).layer()).weights();
  }

  private static float[] values(Tensor tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.values()[i];
    }
    return values;
  }

  @Test
  void layersAreForgottenFromTheInputUpwards() {
    LayerGraph half = new ShuffledWeights(0.5, 7).of(graph(1));
    assertThat(values(weights(half, 0)))
        .isNotEqualTo(values(LOW))
        .containsExactlyInAnyOrder(values(LOW));
    assertThat(weights(half, 1)).isSameAs(HIGH);
    LayerGraph all = new ShuffledWeights(1, 7).of(graph(1));
    assertThat(values(weights(all, 0))).isEqualTo(values(weights(half, 0)));
    assertThat(values(weights(all, 1))).containsExactlyInAnyOrder(values(HIGH));
    assertThat(weights(all, 1)).isNotSameAs(HIGH);
  }

  @Test
  void graphsOfAllBatchSizesHaveTheSameTensors() {
    ShuffledWeights shuffled = new ShuffledWeights(1, 7);
    assertThat(weights(shuffled.of(graph(4)), 0)).isSameAs(weights(shuffled.of(graph(1)), 0));
  }
}
