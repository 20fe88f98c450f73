package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.Accounting;

/**
 * Small networks of the topologies of ViT, Swin, ConvNeXt and a net with group normalisation, as
 * PyTorch exports them, against PyTorch's own logits and gradients.
 */
class TransformerTest {
  private static final Path FOLDER = Path.of("src/test/resources/transformers");
  private static final int CLASS = 1;

  /** Of relevance of both signs, in scores: products that cancel make it thousands. */
  private static final double MOST_GROWTH = 20;

  static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
  }

  static List<Arguments> decompositions() throws IOException {
    List<Arguments> arguments = new ArrayList<>();
    for (Path model : models()) {
      for (String composite :
          List.of(
              "attn-lrp",
              "epsilon-plus",
              "epsilon-plus-flat",
              "epsilon-alpha2-beta1",
              "epsilon-gamma-box",
              "excitation-backprop")) {
        for (Accounting accounting : Accounting.values()) {
          arguments.add(Arguments.of(model, composite, accounting));
        }
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("models")
  void logitsAndGradientsAreThoseOfPyTorch(Path model) throws IOException {
    double[] logits = array(model, "logits").values();
    double[] gradient = array(model, "gradient").values();
    List<ImageAttribution> attributions = attribute(model, "gradient", Accounting.CONSERVING);
    List<Float> ownLogits = new ArrayList<>();
    List<Float> ownGradient = new ArrayList<>();
    for (ImageAttribution each : attributions) {
      for (float value : each.logits()) {
        ownLogits.add(value);
      }
      for (float value : each.explanations().get(0).map().values()) {
        ownGradient.add(value);
      }
    }
    assertThat(distance(ownLogits, logits)).as("logits").isLessThanOrEqualTo(1e-5);
    assertThat(distance(ownGradient, gradient)).as("gradient").isLessThanOrEqualTo(1e-4);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("decompositions")
  void theLedgerCloses(Path model, String composite, Accounting accounting) throws IOException {
    for (ImageAttribution each : attribute(model, composite, accounting)) {
      Ledger ledger = each.explanations().get(0).ledger();
      double score = ledger.score();
      assertThat(Math.abs(ledger.residual()))
          .as("residual of %s", ledger)
          .isLessThanOrEqualTo(1e-4 * Math.max(1, Math.abs(score)));
      assertThat(ledger.relevanceSum()).isNotZero();
      if (composite.equals("epsilon-plus") && accounting == Accounting.CONSERVING) {
        assertThat(Math.abs(ledger.relevanceSum() - score)).isLessThan(0.01 * Math.abs(score));
        assertThat(size(each)).as("sum of |R|").isLessThan(MOST_GROWTH * Math.abs(score));
      }
    }
  }

  private static double size(ImageAttribution attribution) {
    double size = 0;
    for (float value : attribution.explanations().get(0).map().values()) {
      size += Math.abs(value);
    }
    return size;
  }

  /** One by one where the file cannot keep the images of a batch apart. */
  private static List<ImageAttribution> attribute(Path file, String method, Accounting accounting)
      throws IOException {
    OnnxModel model = OnnxModel.parse(Files.readAllBytes(file), file.toString());
    NpyFile inputs = array(file, "inputs");
    float[] images = inputs.floats();
    List<Integer> image = inputs.shape().subList(1, 4);
    int batch = model.fixedBatch(image).orElse(inputs.shape().get(0));
    MethodSettings settings = Networks.settings(method, accounting, 5f);
    List<ImageAttribution> attributions = new ArrayList<>();
    try (RelevanceEngine engine =
        new RelevanceEngine(size -> graph(model, size, image), settings)) {
      int size = images.length / inputs.shape().get(0) * batch;
      for (int start = 0; start < images.length; start += size) {
        attributions.addAll(
            engine.attribute(
                Arrays.copyOfRange(images, start, start + size),
                batch,
                (index, logits) -> List.of(Target.of(CLASS))));
      }
    }
    return attributions;
  }

  private static LayerGraph graph(OnnxModel model, int batch, List<Integer> image) {
    return model.graph(List.of(batch, image.get(0), image.get(1), image.get(2)));
  }

  private static NpyFile array(Path model, String name) throws IOException {
    String base = model.getFileName().toString().replaceFirst("-.*", "");
    Path file = FOLDER.resolve(base + "-" + name + ".npy");
    return NpyFile.parse(Files.readAllBytes(file), file.toString());
  }

  private static double distance(List<Float> actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual.get(i) - expected[i]) * (actual.get(i) - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }
}
