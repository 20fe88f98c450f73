package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.model.onnx.OnnxOracle;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.rule.Accounting;

/**
 * The convolutional architectures people use, as PyTorch exports them: small models of the
 * published topology, made by {@code make_models.py} beside them.
 */
@Tag("long")
class ArchitecturesTest {
  private static final int IMAGES = 100;
  private static final int FEW_IMAGES = 6;
  private static final List<String> COMPOSITES =
      List.of(
          "epsilon-plus",
          "epsilon-alpha2-beta1",
          "epsilon-gamma-box",
          "epsilon-everywhere",
          "gamma-everywhere",
          "excitation-backprop",
          "attn-lrp");

  static Stream<String> names() throws IOException {
    Path folder = Path.of("src/test/resources/architectures");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".onnx"))
          .map(name -> name.substring(0, name.length() - ".onnx".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static byte[] bytes(String file) {
    try (InputStream in = ArchitecturesTest.class.getResourceAsStream("/architectures/" + file)) {
      if (in == null) {
        throw new IllegalStateException("There is no test resource " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OnnxModel model(String name) {
    return OnnxModel.parse(bytes(name + ".onnx"), name);
  }

  private static List<Integer> shape(OnnxModel model, int images) {
    List<Integer> shape = new ArrayList<>(model.inputShape());
    shape.set(0, images);
    return shape;
  }

  private static float[] inputs(List<Integer> shape) {
    return Networks.inputs(Shapes.size(shape));
  }

  private static List<ImageAttribution> attribute(
      OnnxModel model, int images, String method, Accounting accounting) {
    List<Integer> shape = shape(model, images);
    return Networks.attribute(model, shape, inputs(shape), Networks.settings(method, accounting));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theForwardResultIsThatOfPyTorchAndOfOnnxRuntime(String name) {
    OnnxModel model = model(name);
    NpyFile torch = NpyFile.parse(bytes(name + "-logits.npy"), name);
    List<Integer> shape = shape(model, torch.shape().get(0));
    double[] runtime = OnnxOracle.run(bytes(name + ".onnx"), shape, inputs(shape));
    double largest = Arrays.stream(runtime).map(Math::abs).max().orElseThrow();
    int classes = torch.shape().get(1);

    List<ImageAttribution> attributions =
        attribute(model, shape.get(0), "epsilon-plus", Accounting.CONSERVING);

    for (int image = 0; image < attributions.size(); image++) {
      for (int k = 0; k < classes; k++) {
        double logit = attributions.get(image).logits()[k];
        assertThat(logit).isCloseTo(runtime[image * classes + k], within(1e-4 * largest));
        assertThat(logit).isCloseTo(torch.values()[image * classes + k], within(1e-4 * largest));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void relevanceIsConservedAndTheLedgerCloses(String name) {
    int conserved = 0;
    for (ImageAttribution attribution :
        attribute(model(name), IMAGES, "epsilon-plus", Accounting.CONSERVING)) {
      Ledger ledger = attribution.explanations().get(0).ledger();
      assertThat(ledger.residual())
          .isCloseTo(0, within(1e-4 * Math.max(1, Math.abs(ledger.score()))));
      double lost = ledger.score() - ledger.relevanceSum();
      conserved += Math.abs(lost) <= 0.01 * Math.abs(ledger.score()) ? 1 : 0;
    }
    assertThat(conserved).as("conserved of " + IMAGES).isGreaterThanOrEqualTo(IMAGES - 1);
  }

  /**
   * Whatever the rules do, down to relevance that explodes under the reference account: there the
   * shares are up to 1e9 scores in size, of either sign, and rounding is relative to that size:
   * some hundred units in the last place of double precision, over more than a hundred layers.
   */
  @ParameterizedTest
  @MethodSource("names")
  void theLedgerClosesUnderEveryCompositeAndAccounting(String name) {
    OnnxModel model = model(name);
    for (String composite : COMPOSITES) {
      for (Accounting accounting : Accounting.values()) {
        for (ImageAttribution attribution : attribute(model, FEW_IMAGES, composite, accounting)) {
          Ledger ledger = attribution.explanations().get(0).ledger();
          double score = Math.max(1, Math.abs(ledger.score()));
          double sizes = 0;
          for (float relevance : attribution.explanations().get(0).map().values()) {
            sizes += Math.abs(relevance);
          }
          double digits = accounting == Accounting.REFERENCE ? 1e-13 * sizes : 0;
          assertThat(ledger.residual())
              .as("%s %s of %s", composite, accounting, ledger)
              .isCloseTo(0, within(1e-4 * score + digits));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theGradientIsThatOfPyTorch(String name) {
    OnnxModel model = model(name);
    NpyFile torch = NpyFile.parse(bytes(name + "-gradient.npy"), name);
    int images = torch.shape().get(0);
    int samples = torch.shape().get(1);
    double largest = Arrays.stream(torch.values()).map(Math::abs).max().orElseThrow();

    List<ImageAttribution> attributions =
        attribute(model, images, "gradient", Accounting.CONSERVING);

    for (int image = 0; image < images; image++) {
      float[] gradient = attributions.get(image).explanations().get(0).map().values();
      int step = Math.max(1, gradient.length / 200);
      for (int i = 0; i < samples; i++) {
        assertThat((double) gradient[i * step])
            .isCloseTo(torch.values()[image * samples + i], within(1e-4 * largest));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3-small", "hourglass", "signal", "regnet-y"})
  void aBatchIsExplainedAsItsImagesAre(String name) {
    OnnxModel model = model(name);
    List<ImageAttribution> together =
        attribute(model, 3, "epsilon-plus-flat", Accounting.CONSERVING);
    List<Integer> one = shape(model, 1);
    float[] all = inputs(shape(model, 3));
    int size = Shapes.size(one);

    for (int image = 0; image < 3; image++) {
      float[] pixels = Arrays.copyOfRange(all, image * size, (image + 1) * size);
      float[] alone =
          Networks.attribute(
                  model, one, pixels, Networks.settings("epsilon-plus-flat", Accounting.CONSERVING))
              .get(0)
              .explanations()
              .get(0)
              .map()
              .values();
      float[] batched = together.get(image).explanations().get(0).map().values();
      float largest = 0;
      for (float value : alone) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(batched).containsExactly(alone, within(1e-4f * largest));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, 1f, 1e6f, -1e6f})
  void constantImagesOfAnySizeGiveFiniteRelevance(float value) {
    for (String name : List.of("mobilenet-v3-small", "efficientnet-b0", "hourglass", "signal")) {
      OnnxModel model = model(name);
      List<Integer> shape = shape(model, 1);
      float[] pixels = new float[Shapes.size(shape)];
      Arrays.fill(pixels, value);
      for (String method : List.of("epsilon-plus", "epsilon-alpha2-beta1", "gradient")) {
        float[] relevance =
            Networks.attribute(
                    model, shape, pixels, Networks.settings(method, Accounting.CONSERVING))
                .get(0)
                .explanations()
                .get(0)
                .map()
                .values();
        for (float r : relevance) {
          assertThat(r).as(name + " " + method).isFinite();
        }
      }
    }
  }
}
