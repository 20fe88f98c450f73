package org.sparklrp.job.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.job.Cases;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.npy.NpyFile;

/** Models as people export them, against the results of their own frameworks. */
class ModelCasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOUR =
      "epsilon-plus,epsilon-everywhere,epsilon-alpha2-beta1,gamma-0.25-everywhere";

  @TempDir Path folder;

  private CommandLineRun attribute(
      String name, String model, String input, String target, String methods, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "attribute",
                "--model",
                Cases.file(name, model + ".onnx").toString(),
                "--input",
                Cases.file(name, input + ".npy").toString(),
                "--targets",
                target,
                "--method",
                methods,
                "--output",
                folder.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static NpyFile read(Path file) throws IOException {
    return NpyFile.parse(Files.readAllBytes(file), file.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "01-external-data, model, input, expected, 0",
    "02-nhwc-keras, model, input, expected, 0",
    "03-torch-exporter, resnet-dynamo, input-resnet-dynamo, expected-resnet-dynamo, 1",
    "03-torch-exporter, gem-dynamo, input-gem-dynamo, expected-gem-dynamo, 1",
    "03-torch-exporter, interpolate-dynamo, input-interpolate-dynamo, expected-interpolate-dynamo, 1",
    "03-torch-exporter, amax-dynamo, input-amax-dynamo, expected-amax-dynamo, 1",
    "03-torch-exporter, cosine-dynamo, input-cosine-dynamo, expected-cosine-dynamo, 1",
    "03-torch-exporter, pools-dynamo, input-pools-dynamo, expected-pools-dynamo, 1",
    "03-torch-exporter, weight-norm-dynamo, input-weight-norm-dynamo, expected-weight-norm-dynamo, 1",
    "05-computed-weights, weight-norm, input, expected-weight-norm, 0",
    "05-computed-weights, weight-standardised, input, expected-weight-standardised, 0",
    "05-computed-weights, std-conv-timm, input, expected-std-conv-timm, 0",
    "05-computed-weights, spectral-norm, input, expected-spectral-norm, 0",
    "07-two-outputs, sklearn-mlp, input-sk, expected-sk, 0",
    "09-half-weights, float16-int32, input, expected-float16-int32, 0",
    "09-half-weights, bfloat16, input, expected-bfloat16, 0",
    "10-mxnet-zoo, spatial0, input, expected-spatial0, 0",
    "11-uint8-input, hwc, input-hwc, expected-hwc, 0",
    "11-uint8-input, chw, input-chw, expected-chw, 0",
    "15-pools-and-resizes, pools17, input, expected-pools17, 0",
    "15-pools-and-resizes, pools19, input, expected-pools19, 0",
    "15-pools-and-resizes, resizes17, input, expected-resizes17, 0",
    "23-additivity, model, input, expected, 1",
    "25-batchnorm-places, bn-input-padded-conv, input, expected-bn-input-padded-conv, 1",
    "25-batchnorm-places, preactivation, input, expected-preactivation, 1",
    "25-batchnorm-places, relu-bn-conv-negative, input, expected-relu-bn-conv-negative, 1",
    "25-batchnorm-places, bn-maxpool-negative, input, expected-bn-maxpool-negative, 1",
    "25-batchnorm-places, gamma-zero, input, expected-gamma-zero, 1",
    "25-batchnorm-places, bn-after-flatten, input, expected-bn-after-flatten, 1",
    "25-batchnorm-places, shared-conv-output, input, expected-shared-conv-output, 1",
  })
  void computesWhatItsFrameworkDoesAndConserves(
      String name, String model, String input, String expected, String target) throws IOException {
    String methods = name.startsWith("25") ? FOUR : "epsilon-plus";
    CommandLineRun run = attribute(name, model, input, target, methods);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    NpyFile logits = read(folder.resolve("logits.npy"));
    NpyFile right = read(Cases.file(name, expected + ".npy"));
    double largest = 1;
    for (double value : right.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(logits.shape()).isEqualTo(right.shape());
    assertThat(logits.values()).containsExactly(right.values(), Offset.offset(1e-4 * largest));
    JsonNode ledger = JSON.readTree(folder.resolve("ledger.json").toFile());
    for (String method : methods.split(",", -1)) {
      double[] relevance = read(folder.resolve(method + ".npy")).values();
      int size = relevance.length / ledger.get(method).size();
      for (int image = 0; image < ledger.get(method).size(); image++) {
        JsonNode row = ledger.get(method).get(image);
        double mass = 0;
        for (int i = image * size; i < (image + 1) * size; i++) {
          mass += Math.abs(relevance[i]);
        }
        double score = row.get("score").asDouble();
        assertThat(row.get("relevance_sum").asDouble())
            .as("%s of image %d", method, image)
            .isCloseTo(score, Offset.offset(1e-3 * Math.max(Math.abs(score), 1e-3 * mass)));
      }
    }
  }

  /** AlexNet's adaptive pooling at a size that does not divide the image's. */
  @Test
  void logarithmsOfProbabilitiesAreCutOff() throws IOException {
    String name = "functional-dynamo";
    CommandLineRun run = attribute("03-torch-exporter", name, "input-" + name, "1", "epsilon-plus");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("LogSoftmax (node ", "is cut off: logits are explained");
    double[] logits = read(folder.resolve("logits.npy")).values();
    double[] right = read(Cases.file("03-torch-exporter", "expected-" + name + ".npy")).values();
    double total = Math.log(Arrays.stream(logits).map(Math::exp).sum());
    for (int i = 0; i < right.length; i++) {
      assertThat(logits[i] - total).isCloseTo(right[i], Offset.offset(1e-4));
    }
    JsonNode row = JSON.readTree(folder.resolve("ledger.json").toFile()).get("epsilon-plus").get(0);
    assertThat(row.get("relevance_sum").asDouble())
        .isCloseTo(row.get("score").asDouble(), Offset.offset(1e-5));
  }

  @Test
  void theOutputThatIsExplainedIsSaid() throws IOException {
    CommandLineRun run =
        attribute("07-two-outputs", "embedding-first", "input", "0", "epsilon-plus");
    assertThat(run.out())
        .contains(
            "Of the 2 outputs (embedding float32 [any, 5]; logits float32 [any, 3]) logits is explained");
    assertThat(read(folder.resolve("logits.npy")).shape()).isEqualTo(List.of(2, 3));
    attribute(
        "07-two-outputs",
        "embedding-first",
        "input",
        "0",
        "epsilon-plus",
        "--set",
        "model.output=embedding");
    assertThat(read(folder.resolve("logits.npy")).shape()).isEqualTo(List.of(2, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batchnorm-training", "dropout-training", "batchnorm9-five-outputs"})
  void trainingModeIsRefused(String model) {
    CommandLineRun run = attribute("12-training-mode", model, "input", "0", "epsilon-plus");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err()).contains("in training mode", "export the model in evaluation mode");
  }

  @Test
  void alphaBetaHasNoNumbersThatAreNone() throws IOException {
    String conserving = "alpha2-beta1-everywhere,alpha1-beta0-everywhere,zplus-everywhere";
    assertThat(attribute("21-alphabeta-zeros", "model", "input", "0", conserving).exitCode())
        .isZero();
    for (String method : conserving.split(",", -1)) {
      double[] relevance = read(folder.resolve(method + ".npy")).values();
      for (int image = 0; image < 4; image++) {
        assertThat(relevance[2 * image] + relevance[2 * image + 1])
            .isCloseTo(List.of(0, 1, -1, 2).get(image), Offset.offset(1e-5));
      }
    }
    attribute(
        "21-alphabeta-zeros",
        "model",
        "input",
        "0",
        "alpha2-beta1-everywhere",
        "--set",
        "method.accounting=reference");
    double[] relevance = read(folder.resolve("alpha2-beta1-everywhere.npy")).values();
    assertThat(relevance[6]).isCloseTo(-2, Offset.offset(1e-5));
    assertThat(relevance[7]).isCloseTo(4, Offset.offset(1e-5));
    JsonNode ledger = JSON.readTree(folder.resolve("ledger.json").toFile());
    for (JsonNode row : ledger.get("alpha2-beta1-everywhere")) {
      assertThat(row.get("relevance_sum").asDouble() + row.get("absorbed_dead").asDouble())
          .isCloseTo(row.get("score").asDouble(), Offset.offset(1e-5));
    }
  }
}
