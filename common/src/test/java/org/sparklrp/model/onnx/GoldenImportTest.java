package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;
import org.sparklrp.npy.NpyFile;

class GoldenImportTest {

  @ParameterizedTest
  @CsvSource({
    "tiny-cnn, model.onnx",
    "tiny-inception, model.onnx",
    "tiny-mlp, model.onnx",
    "tiny-mobile, model.onnx",
    "tiny-resnet, model.onnx",
    "tiny-resnet, model-unfolded-batchnorm.onnx",
    "tiny-vgg-bn, model.onnx",
    "tiny-vgg-bn, model-unfolded-batchnorm.onnx",
    "tiny-vit, model.onnx",
    "tiny-vit, model-decomposed-layernorm.onnx",
  })
  void theImportedGraphComputesTheReferenceLogits(String name, String file) {
    GoldenSet golden = new GoldenSet(name);
    NpyFile inputs = golden.array("inputs.npy");
    NpyFile expected = golden.array("logits.npy");

    LayerGraph graph = golden.model(file).graph(inputs.shape());

    assertThat(List.of(graph.batch(), graph.classes())).isEqualTo(expected.shape());
    double[] logits = ReferenceNetwork.logits(graph, inputs.values());
    double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElseThrow();
    assertThat(logits).containsExactly(expected.values(), within(1e-5 * largest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-resnet", "tiny-vgg-bn"})
  void batchNormalizationLeavesNoTrace(String name) {
    GoldenSet golden = new GoldenSet(name);
    List<Integer> shape = golden.array("inputs.npy").shape();

    LayerGraph unfolded = golden.model("model-unfolded-batchnorm.onnx").graph(shape);
    LayerGraph folded = golden.model("model.onnx").graph(shape);

    assertThat(unfolded.nodes())
        .extracting(LayerGraph.Node::name)
        .isEqualTo(folded.nodes().stream().map(LayerGraph.Node::name).toList());
    assertThat(OnnxOracle.kinds(unfolded)).isEqualTo(OnnxOracle.kinds(folded));
  }

  @Test
  void theInputIsAsDeclared() {
    OnnxModel model = new GoldenSet("tiny-cnn").model("model.onnx");
    assertThat(model.inputName()).isEqualTo("image");
    assertThat(model.inputShape()).containsExactly(-1, 3, 16, 16);
    assertThat(model.fixedBatch(List.of(3, 16, 16))).isEmpty();
    assertThat(model.notes(List.of(1, 3, 16, 16))).isEmpty();
  }

  @Test
  void bothFormsOfLayerNormalizationAndGeluBecomeTheSameLayers() {
    GoldenSet golden = new GoldenSet("tiny-vit");
    List<Integer> shape = golden.array("inputs.npy").shape();

    LayerGraph whole = golden.model("model.onnx").graph(shape);
    LayerGraph decomposed = golden.model("model-decomposed-layernorm.onnx").graph(shape);

    assertThat(OnnxOracle.kinds(decomposed)).isEqualTo(OnnxOracle.kinds(whole));
    assertThat(OnnxOracle.kinds(whole))
        .containsOnlyOnce("Reduction")
        .doesNotContain("Multiply")
        .startsWith("Convolution Reshape Transpose Affine Normalization Affine Dense Reshape");
  }

  @Test
  void trainedNetworksImportAndAgreeWithTheirLogits() throws IOException {
    Path real = RealData.folder();
    assumeTrue(Files.isDirectory(real), "trained models are not present");
    for (String name : List.of("cifar10-resnet20", "mnist-cnn")) {
      try (Stream<Path> files = Files.list(real.resolve(name))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".onnx")).toList()) {
          Path folder = real.resolve(name);
          NpyFile inputs = npy(folder.resolve("inputs.npy"));
          NpyFile expected = npy(folder.resolve("logits.npy"));
          OnnxModel model = OnnxModel.parse(Files.readAllBytes(file), file.toString());
          List<Integer> shape = Shapes.with(inputs.shape(), 0, 2);
          double[] images = Arrays.copyOf(inputs.values(), Shapes.size(shape));
          LayerGraph graph = model.graph(shape);
          double[] logits = Arrays.copyOf(expected.values(), 2 * graph.classes());
          double largest = Arrays.stream(logits).map(Math::abs).max().orElseThrow();
          assertThat(ReferenceNetwork.logits(graph, images))
              .containsExactly(logits, within(1e-5 * largest));
          assertThat(OnnxOracle.kinds(graph)).doesNotContain("Affine");
        }
      }
    }
  }

  private static NpyFile npy(Path file) throws IOException {
    return NpyFile.parse(Files.readAllBytes(file), file.toString());
  }
}
