package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.model.LayerGraph;

class PoolingImportTest {

  @ParameterizedTest
  @CsvSource({
    "2, 2, 0, 0",
    "2, 2, 0, 1",
    "3, 2, 1, 0",
    "3, 2, 1, 1",
    "2, 3, 1, 1",
    "3, 3, 0, 1",
    "1, 2, 0, 1"
  })
  void maximumPoolingRoundsDownOrUp(int kernel, int stride, int pad, int ceil) {
    OnnxOracle.importAndCompare(pool("MaxPool", kernel, stride, pad, ceil), 2, 3, 8, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 0, 0, 0",
    "2, 2, 0, 1, 0",
    "3, 2, 1, 0, 0",
    "3, 2, 1, 1, 0",
    "3, 2, 1, 0, 1",
    "3, 2, 1, 1, 1",
    "2, 3, 1, 1, 1",
    "4, 3, 2, 1, 1",
    "4, 3, 2, 1, 0",
  })
  void averagePoolingCountsPaddingOrNot(int kernel, int stride, int pad, int ceil, int counts) {
    byte[] model = pool("AveragePool", kernel, stride, pad, ceil, "count_include_pad", counts);
    OnnxOracle.importAndCompare(model, 2, 3, 8, 7);
  }

  private static byte[] pool(
      String operator, int kernel, int stride, int pad, int ceil, Object... more) {
    Object[] attributes = {
      "kernel_shape", new int[] {kernel, kernel},
      "strides", new int[] {stride, stride},
      "pads", new int[] {pad, pad, pad, pad},
      "ceil_mode", ceil
    };
    Object[] all = Arrays.copyOf(attributes, attributes.length + more.length);
    System.arraycopy(more, 0, all, attributes.length, more.length);
    return OnnxGraphs.input(-1, 3, 8, 7).opset(19).node(operator, "x", "y", all).flat("y");
  }

  @ParameterizedTest
  @CsvSource({
    "MaxPool, SAME_UPPER", "MaxPool, SAME_LOWER", "MaxPool, VALID",
    "AveragePool, SAME_UPPER", "AveragePool, SAME_LOWER", "AveragePool, VALID"
  })
  void automaticPadding(String operator, String mode) {
    byte[] model =
        OnnxGraphs.input(-1, 3, 8, 7)
            .node(
                operator,
                "x",
                "y",
                "kernel_shape",
                new int[] {3, 2},
                "strides",
                new int[] {2, 2},
                "auto_pad",
                mode)
            .flat("y");
    OnnxOracle.importAndCompare(model, 2, 3, 8, 7);
  }

  @Test
  void dilatedAndAsymmetricMaximumPooling() {
    byte[] model =
        OnnxGraphs.input(-1, 3, 8, 7)
            .node(
                "MaxPool",
                "x",
                "y",
                "kernel_shape",
                new int[] {3, 2},
                "dilations",
                new int[] {2, 3},
                "pads",
                new int[] {1, 0, 2, 1})
            .flat("y");
    OnnxOracle.importAndCompare(model, 2, 3, 8, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aMeanOverAllPixelsIsGlobalAveragePooling(int keepsDimensions) {
    byte[] model =
        OnnxGraphs.input(-1, 3, 8, 7)
            .node("ReduceMean", "x", "y", "axes", new int[] {-1, 2}, "keepdims", keepsDimensions)
            .build("y");

    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 8, 7);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo("GlobalAveragePool Reshape");
    assertThat(graph.shape(graph.nodes().size())).isEqualTo(List.of(2, 3));
  }

  @Test
  void theAxesOfAMeanMayBeAnInput() {
    byte[] model =
        OnnxGraphs.input(-1, 3, 8, 7)
            .opset(18)
            .integers("axes", 2, 3)
            .node("ReduceMean", "x axes", "y", "keepdims", 0)
            .build("y");
    OnnxOracle.importAndCompare(model, 2, 3, 8, 7);
  }

  @Test
  void globalAveragePoolingAtTheEndIsFlattened() {
    byte[] model = OnnxGraphs.input(-1, 3, 8, 7).node("GlobalAveragePool", "x", "y").build("y");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 8, 7);
    assertThat(graph.classes()).isEqualTo(3);
  }

  @Test
  void globalMaximumPoolingIsOneWindow() {
    byte[] model = OnnxGraphs.input(-1, 3, 8, 7).node("GlobalMaxPool", "x", "y").build("y");
    LayerGraph graph = OnnxOracle.importAndCompare(model, 2, 3, 8, 7);
    assertThat(OnnxOracle.kinds(graph)).isEqualTo("MaxPool Reshape");
  }
}
