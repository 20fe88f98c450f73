package org.sparklrp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
