package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.Layer;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Window;

class ConvolutionImportTest {

  private static OnnxGraphs graph() {
    return OnnxGraphs.input(-1, 4, 9, 7).random("w", 6, 4, 3, 2).random("b", 6);
  }

  @Test
  void aPlainConvolutionWithAndWithoutBias() {
    OnnxOracle.importAndCompare(graph().node("Conv", "x w b", "y").flat("y"), 2, 4, 9, 7);
    OnnxOracle.importAndCompare(graph().node("Conv", "x w", "y").flat("y"), 2, 4, 9, 7);
  }

  @Test
  void strideDilationAndAsymmetricPadding() {
    byte[] model =
        graph()
            .node(
                "Conv",
                "x w b",
                "y",
                "strides",
                new int[] {2, 3},
                "dilations",
                new int[] {2, 1},
                "pads",
                new int[] {1, 0, 3, 2},
                "kernel_shape",
                new int[] {3, 2})
            .flat("y");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 4, 9, 7);

    assertThat(((Layer.Convolution) graph.nodes().get(0).layer()).window())
        .isEqualTo(
            new Window(List.of(3, 2), List.of(2, 3), List.of(2, 1), List.of(1, 0), List.of(3, 2)));
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_UPPER, 1",
    "SAME_UPPER, 2",
    "SAME_LOWER, 1",
    "SAME_LOWER, 2",
    "VALID, 2",
    "SAME_UPPER, 4"
  })
  void automaticPadding(String mode, int stride) {
    byte[] model =
        graph()
            .node("Conv", "x w b", "y", "auto_pad", mode, "strides", new int[] {stride, stride})
            .flat("y");
    OnnxOracle.importAndCompare(model, 2, 4, 9, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void groupsAndDepthwise(int groups) {
    byte[] model =
        OnnxGraphs.input(-1, 4, 5, 5)
            .random("w", 8, 4 / groups, 3, 3)
            .random("b", 8)
            .node("Conv", "x w b", "y", "group", groups, "pads", new int[] {1, 1, 1, 1})
            .flat("y");
    OnnxOracle.importAndCompare(model, 3, 4, 5, 5);
  }

  @Test
  void oneSpatialDimension() {
    byte[] model =
        OnnxGraphs.input(-1, 3, 11)
            .random("w", 4, 3, 3)
            .node("Conv", "x w", "y", "strides", new int[] {2}, "pads", new int[] {0, 1})
            .node("Relu", "y", "r")
            .node("MaxPool", "r", "p", "kernel_shape", new int[] {2})
            .flat("p");
    OnnxOracle.importAndCompare(model, 2, 3, 11);
  }

  @ParameterizedTest
  @CsvSource({"0, 1.0, 1.0", "1, 0.5, 2.0", "0, 1.0, 0.0", "1, -1.5, 1.0"})
  void generalMatrixProducts(int transposeB, float alpha, float beta) {
    byte[] model =
        OnnxGraphs.input(-1, 6)
            .random("w", transposeB == 1 ? new int[] {5, 6} : new int[] {6, 5})
            .random("c", 5)
            .node("Gemm", "x w c", "y", "transB", transposeB, "alpha", alpha, "beta", beta)
            .build("y");
    OnnxOracle.importAndCompare(model, 2, 6);
  }

  @Test
  void aTransposedBatchTimesWeightsIsRefusedBecauseItMixesImages() {
    byte[] model =
        OnnxGraphs.input(3, 3).random("w", 3, 5).node("Gemm", "x w", "y", "transA", 1).build("y");
    assertThatThrownBy(() -> OnnxModel.parse(model, "test.onnx").graph(List.of(3, 3)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("node /y/transpose mixes the images of a batch, in shape [3, 3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "one", "row"})
  void theAddendOfAGeneralProductBroadcasts(String kind) {
    OnnxGraphs graph = OnnxGraphs.input(-1, 6).random("w", 6, 5);
    switch (kind) {
      case "scalar" -> graph.random("c");
      case "one" -> graph.random("c", 1);
      default -> graph.random("c", 1, 5);
    }
    LayerGraph imported =
        OnnxOracle.importAndCompare(graph.node("Gemm", "x w c", "y").build("y"), 2, 6);
    assertThat(OnnxOracle.kinds(imported)).isEqualTo("Dense");
  }

  @Test
  void aProductAndAnAddedConstantAreOneDenseLayer() {
    byte[] model =
        OnnxGraphs.input(-1, 6)
            .random("w", 6, 5)
            .random("b", 5)
            .node("MatMul", "x w", "m")
            .node("Add", "b m", "y")
            .build("y");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 6);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("Dense");
    assertThat(graph.nodes().get(0).name()).isEqualTo("/m");
  }

  @Test
  void aProductWithAVectorLosesTheDimension() {
    byte[] model = OnnxGraphs.input(-1, 3, 6).random("w", 6).node("MatMul", "x w", "y").build("y");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 6);
    assertThat(graph.classes()).isEqualTo(3);
  }

  @Test
  void aProductOverTheLastOfThreeDimensions() {
    byte[] model =
        OnnxGraphs.input(-1, 3, 6)
            .random("w", 6, 4)
            .random("b", 4)
            .node("MatMul", "x w", "m")
            .node("Add", "m b", "y")
            .flat("y");
    OnnxOracle.importAndCompare(model, 2, 3, 6);
  }
}
