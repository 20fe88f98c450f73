package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;

/**
 * Operator set 18, which moved attributes to inputs and added some: whole networks rewritten in it
 * against their twins as exported, and single operators against ONNX Runtime.
 */
class OperatorSet18Test {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @ParameterizedTest
  @CsvSource({
    "architectures/mnasnet.onnx, 1",
    "architectures/shufflenet-v2.onnx, 1",
    "transformers/convnext-13.onnx, 14",
    "transformers/groupnorm-17.onnx, 1",
    "transformers/vit-13.onnx, 10",
    "transformers/swin-13.onnx, 22",
    "golden/tiny-cnn/model.onnx, 1",
    "golden/tiny-vit/model-decomposed-layernorm.onnx, 11",
  })
  void aRewrittenNetworkIsTheOneThatWasExported(String file, int fewest) throws IOException {
    byte[] exported = Files.readAllBytes(RESOURCES.resolve(file));
    OperatorSet18.Rewritten rewritten = OperatorSet18.of(exported);
    assertThat(rewritten.nodes()).as("nodes rewritten").isGreaterThanOrEqualTo(fewest);
    OnnxModel model = OnnxModel.parse(exported, file);
    List<Integer> shape = Shapes.with(model.inputShape(), 0, 1);
    int[] lengths = shape.stream().mapToInt(length -> length).toArray();
    float[] input = OnnxOracle.input(lengths);

    LayerGraph graph = OnnxOracle.importAndCompare(rewritten.bytes(), lengths);

    assertThat(OnnxOracle.kinds(graph)).isEqualTo(OnnxOracle.kinds(model.graph(shape)));
    double[] before = OnnxOracle.run(exported, shape, input);
    assertThat(OnnxOracle.run(rewritten.bytes(), shape, input))
        .containsExactly(before, within(1e-5));
  }

  @Test
  void aReductionTakesItsDimensionsAsInput() {
    compare(graph().integers("axes", -1, 1).node("ReduceMean", "x axes", "y", "keepdims", 0));
    compare(graph().integers("axes", 2, 3).node("ReduceMean", "x axes", "y"));
    compare(graph().node("ReduceSum", "x", "y", "noop_with_empty_axes", 1));
  }

  @Test
  void aSplitByNumberMayHaveAShorterLastPart() {
    compare(
        graph()
            .node("Split", "x", "a b c", "axis", 2, "num_outputs", 3)
            .node("Concat", "c a b", "y", "axis", 2));
  }

  @Test
  void bordersMayNameTheirDimensions() {
    compare(
        graph()
            .integers("pads", 1, 2, 0, 1)
            .floats("value", new int[0], 0.5f)
            .integers("axes", -2, 3)
            .node("Pad", "x pads value axes", "y"));
    compare(
        graph()
            .integers("pads", 1, 0, 0, 2)
            .integers("axes", 3, 2)
            .node("Pad", "x pads - axes", "y", "mode", "reflect"));
  }

  @Test
  void resizingThatIsNotDefinedIsRefused() {
    assertThatThrownBy(
            () ->
                parse(
                    graph()
                        .integers("s", 9, 8)
                        .node(
                            "Resize",
                            "x - - s",
                            "y",
                            "axes",
                            new int[] {2, 3},
                            "keep_aspect_ratio_policy",
                            "not_wider")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/y (Resize with keep_aspect_ratio_policy not_wider)");
    assertThatThrownBy(
            () ->
                parse(
                    graph()
                        .integers("s", 2, 3, 9, 8)
                        .node(
                            "Resize",
                            "x - - s",
                            "y",
                            "coordinate_transformation_mode",
                            "tf_crop_and_resize")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/y (Resize with coordinates tf_crop_and_resize)");
    assertThatThrownBy(() -> parse(graph().integers("s", 9, 8).node("Resize", "x - - s", "y")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("resizes 4 dimensions of shape [1, 3, 5, 4] by");
  }

  private static OnnxGraphs graph() {
    return OnnxGraphs.input(-1, 3, 5, 4).opset(18);
  }

  private static void compare(OnnxGraphs graph) {
    OnnxOracle.importAndCompare(graph.flat("y"), 1, 3, 5, 4);
  }

  private static LayerGraph parse(OnnxGraphs graph) {
    return OnnxModel.parse(graph.flat("y"), "test.onnx").graph(List.of(1, 3, 5, 4));
  }
}
