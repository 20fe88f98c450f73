package org.sparklrp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.model.onnx.GoldenSet;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;

class ModelSummaryTest {

  @Test
  void aSummaryTellsKindsShapesParametersAndOperations() {
    LayerGraph graph = new GoldenSet("tiny-cnn").model("model.onnx").graph(List.of(1, 3, 16, 16));

    ModelSummary summary = ModelSummary.of(graph);

    assertThat(summary.layers())
        .extracting(ModelSummary.Line::kind)
        .containsExactly(
            "Convolution 3x3",
            "ReLU",
            "MaxPool 2x2/2",
            "Convolution 3x3/2",
            "ReLU",
            "AveragePool 2x2/2",
            "Reshape",
            "Dense",
            "ReLU",
            "Dense");
    ModelSummary.Line first = summary.layers().get(0);
    assertThat(first.name()).isEqualTo("/f/f.0/Conv");
    assertThat(first.shape()).containsExactly(1, 8, 16, 16);
    assertThat(first.parameters()).isEqualTo(8 * 3 * 9 + 8);
    assertThat(first.flops()).isEqualTo(2L * 8 * 16 * 16 * 27);
    assertThat(summary.parameters())
        .isEqualTo(8 * 27 + 8 + 12 * 72 + 12 + 16 * 48 + 16 + 5 * 16 + 5);
    assertThat(summary.flops()).isEqualTo(2L * (8 * 256 * 27 + 12 * 16 * 72 + 16 * 48 + 5 * 16));
  }

  @Test
  void operationsGrowWithTheBatchAndFallWithGroups() {
    byte[] model =
        OnnxGraphs.input(-1, 4, 6, 6)
            .random("w", 4, 1, 3, 3)
            .random("map", 4, 4)
            .node("Conv", "x w", "c", "group", 4, "strides", new int[] {1, 1})
            .node("Relu", "c", "r")
            .node("Mul", "r map", "m")
            .node("Clip", "m", "l")
            .flat("l");
    OnnxModel imported = OnnxModel.parse(model, "m.onnx");

    ModelSummary one = ModelSummary.of(imported.graph(List.of(1, 4, 6, 6)));
    ModelSummary three = ModelSummary.of(imported.graph(List.of(3, 4, 6, 6)));

    assertThat(one.layers().get(0).kind()).isEqualTo("Convolution 3x3 in 4 groups");
    assertThat(one.flops()).isEqualTo(2L * 4 * 16 * 9 + 2L * 4 * 16);
    assertThat(three.flops()).isEqualTo(3 * one.flops());
    assertThat(three.parameters()).isEqualTo(one.parameters());
  }

  @Test
  void graphsOfOneModelShareTheirWeights() {
    OnnxModel model = new GoldenSet("tiny-resnet").model("model-unfolded-batchnorm.onnx");
    LayerGraph one = model.graph(List.of(1, 3, 16, 16));
    LayerGraph two = model.graph(List.of(2, 3, 16, 16));
    for (int i = 0; i < one.nodes().size(); i++) {
      List<Tensor> weights = one.nodes().get(i).layer().constants();
      List<Tensor> others = two.nodes().get(i).layer().constants();
      for (int k = 0; k < weights.size(); k++) {
        assertThat(others.get(k)).isSameAs(weights.get(k));
      }
    }
  }
}
