package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.config.Precision;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.RealData;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.rule.Accounting;

/**
 * Relevances of small models, and of trained ones where they are present, as another implementation
 * computed them.
 */
class GoldenRelevanceTest {
  /** With the defaults of the configuration: 64 steps, the midpoint rule, a baseline of zeros. */
  private static final String INTEGRATED_GRADIENTS =
      "integrated-gradients-64-midpoint-zero-baseline";

  /**
   * What the reference's own arithmetic differs by in single precision on the trained residual
   * network, where the index does not say it: some rectifiers of 64 passes are at their kink.
   */
  private static final double INTEGRATED_GRADIENTS_FLOAT32_ERROR = 1.75e-4;

  /** The same function in the forms exporters write it in. */
  private static final List<String> MODELS =
      List.of("model.onnx", "model-unfolded-batchnorm.onnx", "model-decomposed-layernorm.onnx");

  static List<Arguments> small() throws IOException {
    return sets(folders(Path.of("src/test/resources/golden")));
  }

  /** The trained sets, or one that says by being skipped that there are none. */
  static List<Arguments> trained() throws IOException {
    Path trained = RealData.folder();
    return Files.isDirectory(trained)
        ? sets(folders(trained))
        : List.of(Arguments.of(trained, MODELS.get(0), "epsilon-plus"));
  }

  private static List<Arguments> sets(List<Path> folders) throws IOException {
    List<Arguments> arguments = new ArrayList<>();
    for (Path folder : folders) {
      for (String model : MODELS) {
        if (Files.exists(folder.resolve(model))) {
          for (String method :
              index(folder).getObject("methods").keySet().stream().sorted().toList()) {
            arguments.add(Arguments.of(folder, model, method));
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

  @Test
  void everySetSaysWhatWroteIt() throws IOException {
    for (Path folder : folders(Path.of("src/test/resources/golden"))) {
      assertThat(index(folder).getString("written_by"))
          .as(folder.toString())
          .containsPattern("(zennit|LXT).*float64");
    }
  }

  @ParameterizedTest(name = "{2} of {1} in {0}")
  @MethodSource("small")
  void agreesWithTheReference(Path folder, String file, String method) throws IOException {
    check(folder, file, method, Precision.FLOAT32);
  }

  @Tag("long")
  @ParameterizedTest(name = "{2} of {1} in {0}")
  @MethodSource("trained")
  void agreesWithTheReferenceOnTrainedModels(Path folder, String file, String method)
      throws IOException {
    assumeTrue(Files.isDirectory(folder), "trained models are not present");
    check(folder, file, method, Precision.FLOAT32);
  }

  @Tag("long")
  @ParameterizedTest(name = "{2} of {1} in {0}")
  @MethodSource("small")
  void agreesWithTheReferenceMoreCloselyInDoublePrecision(Path folder, String file, String method)
      throws IOException {
    check(folder, file, method, Precision.FLOAT64);
  }

  @Tag("long")
  @ParameterizedTest(name = "{2} of {1} in {0}")
  @MethodSource("trained")
  void agreesWithTheReferenceMoreCloselyInDoublePrecisionOnTrainedModels(
      Path folder, String file, String method) throws IOException {
    assumeTrue(Files.isDirectory(folder), "trained models are not present");
    check(folder, file, method, Precision.FLOAT64);
  }

  /**
   * The reference is float64. What is left of a difference to it in double precision is the
   * rounding of the file's weights, where its exporter or our importer folded a normalisation into
   * them.
   */
  private static void check(Path folder, String file, String method, Precision precision)
      throws IOException {
    double error = float32Error(folder, method);
    switch (precision) {
      case FLOAT32 -> check(folder, file, method, precision, Math.max(1e-4, 20 * error), 1e-4);
      case FLOAT64 -> check(folder, file, method, precision, Math.max(1e-6, 4 * error), 1e-10);
    }
  }

  private static double float32Error(Path folder, String method) {
    String path = "methods.\"" + method + "\".reference_float32_error";
    if (method.equals(INTEGRATED_GRADIENTS) && folder.endsWith("cifar10-resnet20")) {
      return INTEGRATED_GRADIENTS_FLOAT32_ERROR;
    }
    Config index = index(folder);
    return index.hasPath(path) ? index.getDouble(path) : 0;
  }

  private static void check(
      Path folder, String file, String method, Precision precision, double tolerance, double open)
      throws IOException {
    Config index = index(folder);
    NpyFile inputs = read(folder.resolve("inputs.npy"));
    NpyFile expected = read(folder.resolve(method + ".npy"));
    OnnxModel model = OnnxModel.parse(Files.readAllBytes(folder.resolve(file)), file);
    List<Integer> targets = index.getIntList("targets");
    List<Float> low = bound(folder, index, "low", 0);
    List<Float> high = bound(folder, index, "high", 1);
    String name = method.equals(INTEGRATED_GRADIENTS) ? "integrated-gradients" : method;
    MethodSettings settings =
        MethodSettings.of(
            Networks.method(name, Accounting.REFERENCE)
                .with(new PixelRange(low, high))
                .with(precision));
    List<ImageAttribution> attributions;
    try (RelevanceEngine engine =
        new RelevanceEngine(batch -> model.graph(inputs.shape()), settings)) {
      attributions =
          engine.attribute(
              inputs.floats(),
              inputs.shape().get(0),
              (image, logits) -> List.of(Target.of(targets.get(image))));
    }
    assertThat(distance(attributions, expected.values()))
        .as("relative distance")
        .isLessThanOrEqualTo(tolerance);
    if (settings.decomposes()) {
      attributions.forEach(each -> assertLedgerCloses(each.explanations().get(0), open));
    }
  }

  /**
   * The darkest or brightest pixel: as the index says, or after the preprocessing of the trained
   * model's source.
   */
  private static List<Float> bound(Path folder, Config index, String key, double pixel) {
    if (index.hasPath(key)) {
      return List.of((float) index.getDouble(key));
    }
    Config source = ConfigFactory.parseFile(folder.resolve("source.json").toFile());
    if (!source.hasPath("mean")) {
      return List.of((float) pixel);
    }
    List<Float> bounds = new ArrayList<>();
    for (int channel = 0; channel < source.getDoubleList("mean").size(); channel++) {
      double mean = source.getDoubleList("mean").get(channel);
      bounds.add((float) ((pixel - mean) / source.getDoubleList("std").get(channel)));
    }
    return bounds;
  }

  private static void assertLedgerCloses(TargetExplanation explanation, double open) {
    double score = explanation.ledger().score();
    assertThat(Math.abs(explanation.ledger().residual()))
        .as("residual of %s", explanation.ledger())
        .isLessThanOrEqualTo(open * Math.max(1, Math.abs(score)));
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
