package org.sparklrp.job.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.Golden;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.npy.NpyFile;

class AttributeCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private CommandLineRun attribute(String model, String targets, String method, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "attribute",
                "--model",
                Golden.file(model, "model.onnx"),
                "--input",
                Golden.file(model, "inputs.npy"),
                "--targets",
                targets,
                "--method",
                method,
                "--output",
                folder.resolve("out").toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static NpyFile read(Path file) throws IOException {
    return NpyFile.parse(Files.readAllBytes(file), file.toString());
  }

  private static double relativeError(NpyFile ours, NpyFile theirs) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < theirs.values().length; i++) {
      difference += Math.pow(ours.values()[i] - theirs.values()[i], 2);
      norm += Math.pow(theirs.values()[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  /** Every method in one run, as a conformance test would ask for them. */
  @ParameterizedTest
  @CsvSource({"tiny-mlp, 1", "tiny-resnet, 2"})
  void everyReferenceMethodAgreesFromTheCommandLine(String model, String batchSize)
      throws IOException {
    JsonNode index = JSON.readTree(Path.of(Golden.file(model, "index.json")).toFile());
    List<String> targets = new ArrayList<>();
    index.get("targets").forEach(target -> targets.add(target.asText()));
    List<String> methods = new ArrayList<>();
    index.get("methods").fieldNames().forEachRemaining(methods::add);
    CommandLineRun run =
        attribute(
            model,
            String.join(",", targets),
            String.join(",", methods),
            "--set",
            "method.accounting=reference",
            "--set",
            "method.low=" + index.get("low").asText(),
            "--set",
            "method.high=" + index.get("high").asText(),
            "--set",
            "job.batch-size=" + batchSize);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    for (String method : methods) {
      NpyFile ours = read(folder.resolve("out").resolve(method + ".npy"));
      NpyFile theirs = read(Path.of(Golden.file(model, method + ".npy")));
      double reference =
          index.get("methods").get(method).path("reference_float32_error").asDouble();
      assertThat(ours.shape()).isEqualTo(theirs.shape());
      assertThat(relativeError(ours, theirs))
          .as(method)
          .isLessThanOrEqualTo(Math.max(1e-4, 20 * reference));
    }
    assertThat(
            relativeError(
                read(folder.resolve("out/logits.npy")),
                read(Path.of(Golden.file(model, "logits.npy")))))
        .isLessThan(1e-5);
    try (var files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(methods.size() + 2)
          .noneMatch(name -> name.endsWith(".crc"));
    }
  }

  @Test
  void theLedgerClosesPerMethodAndInput() throws IOException {
    CommandLineRun run = attribute("tiny-cnn", "0,1,1-2", "epsilon-plus,epsilon-0.25-everywhere");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("epsilon-plus.npy: 3 inputs, mean score ")
        .contains("ledger.json");
    JsonNode ledger = JSON.readTree(folder.resolve("out/ledger.json").toFile());
    NpyFile logits = read(folder.resolve("out/logits.npy"));
    int classes = logits.shape().get(1);
    for (String method : List.of("epsilon-plus", "epsilon-0.25-everywhere")) {
      JsonNode lines = ledger.get(method);
      assertThat(lines).hasSize(3);
      assertThat(lines.get(2).get("target").asInt()).isEqualTo(1);
      assertThat(lines.get(2).get("contrast").asInt()).isEqualTo(2);
      assertThat(lines.get(0).get("score").asDouble()).isEqualTo(logits.values()[0]);
      assertThat(lines.get(2).get("score").asDouble())
          .isEqualTo(logits.values()[2 * classes + 1] - logits.values()[2 * classes + 2]);
      for (JsonNode line : lines) {
        double score = line.get("score").asDouble();
        assertThat(Math.abs(line.get("residual").asDouble()))
            .isLessThanOrEqualTo(1e-4 * Math.max(1, Math.abs(score)));
        double sum = 0;
        for (String part :
            List.of(
                "relevance_sum",
                "absorbed_bias",
                "absorbed_stabilizer",
                "absorbed_dead",
                "residual")) {
          sum += line.get(part).asDouble();
        }
        assertThat(sum).isCloseTo(score, org.assertj.core.data.Offset.offset(1e-9));
      }
    }
  }

  @Test
  void theLedgerClosesToNineDigitsInDoublePrecision() throws IOException {
    CommandLineRun run =
        attribute("tiny-resnet", "0", "epsilon-plus", "--set", "method.precision=float64");
    assertThat(run.err()).isEmpty();
    for (JsonNode line :
        JSON.readTree(folder.resolve("out/ledger.json").toFile()).get("epsilon-plus")) {
      assertThat(Math.abs(line.get("residual").asDouble())).isLessThan(1e-9);
    }
  }

  @Test
  void oneTargetStandsForAllInputsAndBatchesDoNotMatter() throws IOException {
    List<String> bounds = List.of("--set", "method.low=-1", "--set", "method.high=1");
    assertThat(
            attribute("tiny-cnn", "1", "lrp", with(bounds, "--set", "job.batch-size=1")).exitCode())
        .isZero();
    NpyFile singles = read(folder.resolve("out/lrp.npy"));
    assertThat(attribute("tiny-cnn", "1,1,1", "epsilon-gamma-box", with(bounds)).exitCode())
        .isZero();
    NpyFile together = read(folder.resolve("out/epsilon-gamma-box.npy"));
    assertThat(relativeError(singles, together)).isLessThan(1e-6);
  }

  private static String[] with(List<String> first, String... then) {
    return Stream.concat(first.stream(), Stream.of(then)).toArray(String[]::new);
  }

  @Test
  void whatDoesNotFitIsTheUsersFault() {
    assertFault(
        attribute("tiny-cnn", "0,1", "gradient"),
        "Cannot explain the inputs: there are 3 of them and 2 targets; give --targets one per input,"
            + " or one for all");
    assertFault(
        attribute("tiny-cnn", "99", "gradient"),
        "Cannot explain the target 99: it is no class of the model; allowed are 0 to 4, and A-B for"
            + " two different ones");
    assertFault(
        attribute("tiny-cnn", "0,,1", "gradient"),
        "Cannot explain the target '': it is no class of the model; allowed are 0 to 4, and A-B for"
            + " two different ones");
    assertFault(
        attribute("tiny-cnn", "1", "epsilon-gamma-box", "--set", "method.low=-1"),
        "Cannot explain by epsilon-gamma-box: the zbox rule needs the lowest and the highest input"
            + " value, one or one per channel, and has 0 for 3 channels; add --set method.low=... and"
            + " --set method.high=...");
    CommandLineRun unknown = attribute("tiny-cnn", "1", "epsilon-pluss");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(unknown.err())
        .startsWith(
            "Cannot explain by epsilon-pluss: there is no such method or composite; the nearest is"
                + " epsilon-plus,")
        .endsWith("excitation-backprop, beta-smooth, grad-cam, occlusion\n");
    CommandLineRun key = attribute("tiny-cnn", "1", "lrp", "--set", "method.account=x");
    assertThat(key.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(key.err())
        .startsWith("Cannot use --set: there is no key method.account; the nearest is method.");
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreTheUsersFault() throws IOException {
    Path text = Files.writeString(folder.resolve("text.npy"), "not an array");
    CommandLineRun run =
        CommandLineRun.of(
            "attribute",
            "--model",
            Golden.file("tiny-cnn", "model.onnx"),
            "--input",
            text.toString(),
            "--targets",
            "1",
            "--method",
            "lrp",
            "--output",
            folder.toString());
    assertFault(run, "Cannot read " + text + ": it is not a NumPy array; name a .npy file");
  }

  private static void assertFault(CommandLineRun run, String message) {
    assertThat(run.err()).isEqualTo(message + "\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
  }
}
