package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.model.NpyFile;
import org.sparklrp.model.OnnxModel;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;

/**
 * Relevances of small models, and of trained ones where they are present, as another implementation
 * computed them.
 */
class GoldenRelevanceTest {
  private static final List<String> OTHER_METHODS =
      List.of("integrated-gradients-64-midpoint-zero-baseline");

  static List<Arguments> sets() throws IOException {
    List<Arguments> arguments = new ArrayList<>();
    List<Path> folders = new ArrayList<>(folders(Path.of("src/test/resources/golden")));
    Path trained = Path.of("../../shared/real");
    if (Files.isDirectory(trained)) {
      folders.addAll(folders(trained));
    }
    for (Path folder : folders) {
      for (String model : List.of("model.onnx", "model-unfolded-batchnorm.onnx")) {
        if (Files.exists(folder.resolve(model)) && !folder.endsWith("tiny-vit")) {
          for (String method :
              index(folder).getObject("methods").keySet().stream().sorted().toList()) {
            if (!OTHER_METHODS.contains(method)) {
              arguments.add(Arguments.of(folder, model, method));
            }
          }
        }
      }
    }
    return arguments;
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Config index(Path folder) {
    return ConfigFactory.parseFile(folder.resolve("index.json").toFile());
  }

  @ParameterizedTest(name = "{2} of {1} in {0}")
  @MethodSource("sets")
  void agreesWithTheReference(Path folder, String file, String method) throws IOException {
    Config index = index(folder);
    NpyFile inputs = read(folder.resolve("inputs.npy"));
    NpyFile expected = read(folder.resolve(method + ".npy"));
    OnnxModel model = OnnxModel.parse(Files.readAllBytes(folder.resolve(file)), file);
    List<Integer> targets = index.getIntList("targets");
    List<Float> low = List.of(index.hasPath("low") ? (float) index.getDouble("low") : -1f);
    List<Float> high = List.of(index.hasPath("high") ? (float) index.getDouble("high") : 1f);
    boolean plain = MethodSettings.METHODS.contains(method);
    MethodSettings settings =
        MethodSettings.of(
            plain ? method : "lrp", method, Accounting.REFERENCE, List.of(), low, high);
    List<ImageAttribution> attributions;
    try (RelevanceEngine engine =
        new RelevanceEngine(batch -> model.graph(inputs.shape()), settings)) {
      attributions =
          engine.attribute(
              inputs.floats(),
              inputs.shape().get(0),
              (image, logits) -> List.of(Target.of(targets.get(image))));
    }
    String path = "methods.\"" + method + "\".reference_float32_error";
    double referenceError = index.hasPath(path) ? index.getDouble(path) : 0;
    assertThat(distance(attributions, expected.values()))
        .as("relative distance")
        .isLessThanOrEqualTo(Math.max(1e-4, 20 * referenceError));
    if (settings.decomposes()) {
      attributions.forEach(each -> assertLedgerCloses(each.explanations().get(0)));
    }
  }

  private static void assertLedgerCloses(TargetExplanation explanation) {
    double score = explanation.ledger().score();
    assertThat(Math.abs(explanation.ledger().residual()))
        .as("residual of %s", explanation.ledger())
        .isLessThanOrEqualTo(1e-4 * Math.max(1, Math.abs(score)));
  }

  private static double distance(List<ImageAttribution> attributions, double[] expected) {
    double difference = 0;
    double norm = 0;
    int i = 0;
    for (ImageAttribution attribution : attributions) {
      for (float value : attribution.explanations().get(0).map().values()) {
        difference += (value - expected[i]) * (value - expected[i]);
        norm += expected[i] * expected[i];
        i++;
      }
    }
    assertThat(i).isEqualTo(expected.length);
    return Math.sqrt(difference / norm);
  }

  private static NpyFile read(Path path) throws IOException {
    return NpyFile.parse(Files.readAllBytes(path), path.toString());
  }
}
