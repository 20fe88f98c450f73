package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.rule.Accounting;

/**
 * What conserving promises on every network of the tests, untrained ones with signed bottlenecks,
 * dying units and hundreds of layers included: the sum of relevance is the score, and its size is
 * no more than ten times the larger of the score and of what the reference account has.
 */
@Tag("long")
class BoundedRelevanceTest {
  private static final int IMAGES = 3;
  private static final List<String> COMPOSITES =
      List.of(
          "epsilon-plus",
          "epsilon-plus-flat",
          "epsilon-alpha2-beta1",
          "epsilon-gamma-box",
          "epsilon-everywhere",
          "gamma-everywhere",
          "attn-lrp");

  static Stream<Path> networks() throws IOException {
    List<Path> networks = new ArrayList<>();
    for (String folder : List.of("architectures", "transformers")) {
      try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
        files
            .filter(file -> file.toString().endsWith(".onnx"))
            .filter(file -> folder.equals("architectures") || file.toString().endsWith("17.onnx"))
            .forEach(networks::add);
      }
    }
    return networks.stream().sorted();
  }

  /** Three images, or one where the file allows no more. */
  private static List<Integer> shape(OnnxModel model) {
    List<Integer> shape = new ArrayList<>(model.inputShape());
    boolean isFixed = model.fixedBatch(shape.subList(1, shape.size())).isPresent();
    shape.set(0, isFixed ? 1 : IMAGES);
    return shape;
  }

  private static OnnxModel read(Path network) throws IOException {
    return OnnxModel.parse(Files.readAllBytes(network), network.getFileName().toString());
  }

  private static double size(ImageAttribution attribution) {
    double size = 0;
    for (float relevance : attribution.explanations().get(0).map().values()) {
      size += Math.abs(relevance);
    }
    return size;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSumIsTheScoreAndTheSizeIsBounded(Path network) throws IOException {
    OnnxModel model = read(network);
    List<Integer> shape = shape(model);
    float[] pixels = Networks.inputs(Shapes.size(shape));
    for (String composite : COMPOSITES) {
      List<ImageAttribution> reference =
          Networks.attribute(
              model, shape, pixels, Networks.settings(composite, Accounting.REFERENCE));
      List<ImageAttribution> conserving =
          Networks.attribute(
              model, shape, pixels, Networks.settings(composite, Accounting.CONSERVING));
      for (int image = 0; image < conserving.size(); image++) {
        assertConserved(conserving.get(image), composite);
        double score = Math.abs(conserving.get(image).explanations().get(0).ledger().score());
        assertThat(size(conserving.get(image)))
            .as("%s, image %d", composite, image)
            .isLessThanOrEqualTo(10 * Math.max(size(reference.get(image)), score));
      }
    }
  }

  private static void assertConserved(ImageAttribution attribution, String composite) {
    Ledger ledger = attribution.explanations().get(0).ledger();
    assertThat(ledger.relevanceSum())
        .as("%s: %s", composite, ledger)
        .isCloseTo(ledger.score(), within(1e-3 * Math.abs(ledger.score())));
    assertThat(ledger.absorbedStabilizer())
        .as("%s: %s", composite, ledger)
        .isCloseTo(0, within(1e-9 * Math.abs(ledger.score())));
  }

  /** Black images, one colour, values near nothing: whole planes are dead there. */
  @ParameterizedTest
  @MethodSource("networks")
  void blankAndFaintImagesAreConservedToo(Path network) throws IOException {
    OnnxModel model = read(network);
    List<Integer> shape = shape(model);
    for (float value : new float[] {0f, 0.5f, 1e-7f}) {
      float[] pixels = new float[Shapes.size(shape)];
      Arrays.fill(pixels, value);
      if (value == 1e-7f) {
        float[] varied = Networks.inputs(pixels.length);
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = 1e-7f * varied[i];
        }
      }
      for (String composite : List.of("epsilon-plus", "epsilon-gamma-box", "epsilon-everywhere")) {
        for (ImageAttribution attribution :
            Networks.attribute(
                model, shape, pixels, Networks.settings(composite, Accounting.CONSERVING))) {
          assertConserved(attribution, composite + " on " + value);
        }
      }
    }
  }
}
