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
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.Precision;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MemoryForecast;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.Accounting;

/** The engine in double precision: what it is more exact in, and what it says of the other one. */
@Tag("long")
class DoublePrecisionTest {
  private static final int IMAGES = 2;

  static Stream<Path> models() throws IOException {
    List<Path> models = new ArrayList<>();
    for (String folder : List.of("architectures", "transformers")) {
      try (Stream<Path> files = Files.list(Path.of("src/test/resources").resolve(folder))) {
        files.filter(path -> path.toString().endsWith(".onnx")).sorted().forEach(models::add);
      }
    }
    return models.stream();
  }

  private static OnnxModel model(Path path) {
    try {
      return OnnxModel.parse(Files.readAllBytes(path), path.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodSettings settings(
      String method, Accounting accounting, Precision precision) {
    return MethodSettings.of(
        Networks.method(method, accounting)
            .with(new PixelRange(List.of(-2f), List.of(2f)))
            .with(precision));
  }

  /** Some exporters fix the batch. */
  private static int images(OnnxModel model) {
    return model
        .fixedBatch(model.inputShape().subList(1, model.inputShape().size()))
        .orElse(IMAGES);
  }

  private static List<Integer> shape(OnnxModel model, int images) {
    List<Integer> shape = new ArrayList<>(model.inputShape());
    shape.set(0, images);
    return shape;
  }

  private static List<ImageAttribution> attribute(
      OnnxModel model, String method, Accounting accounting, Precision precision) {
    List<Integer> shape = shape(model, images(model));
    return Networks.attribute(
        model, shape, Networks.inputs(Shapes.size(shape)), settings(method, accounting, precision));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theLedgerClosesToNineDigits(Path path) {
    OnnxModel model = model(path);
    for (String composite :
        List.of("epsilon-plus", "epsilon-alpha2-beta1", "epsilon-gamma-box", "attn-lrp")) {
      for (Accounting accounting : Accounting.values()) {
        for (ImageAttribution attribution :
            attribute(model, composite, accounting, Precision.FLOAT64)) {
          Ledger ledger = attribution.explanations().get(0).ledger();
          double moved = moved(ledger);
          assertThat(ledger.residual())
              .as("%s %s of %s", composite, accounting, ledger)
              .isCloseTo(0, within(1e-9 * Math.max(1, moved)));
        }
      }
    }
  }

  /** How much relevance moved, at least: what arrived, and what was kept on the way. */
  private static double moved(Ledger ledger) {
    return Math.abs(ledger.score())
        + Math.abs(ledger.relevanceSum())
        + Math.abs(ledger.absorbedBias())
        + Math.abs(ledger.absorbedStabilizer())
        + Math.abs(ledger.absorbedDead());
  }

  @ParameterizedTest
  @MethodSource("models")
  void singlePrecisionIsCloseToIt(Path path) {
    OnnxModel model = model(path);
    for (String method : List.of("epsilon-plus", "gradient")) {
      List<ImageAttribution> single =
          attribute(model, method, Accounting.CONSERVING, Precision.FLOAT32);
      List<ImageAttribution> twice =
          attribute(model, method, Accounting.CONSERVING, Precision.FLOAT64);
      for (int image = 0; image < single.size(); image++) {
        assertThat(distance(single.get(image), twice.get(image))).as(method).isLessThan(1e-4);
      }
    }
  }

  private static double distance(ImageAttribution one, ImageAttribution other) {
    float[] a = one.explanations().get(0).map().values();
    float[] b = other.explanations().get(0).map().values();
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      size += (double) b[i] * b[i];
    }
    return Math.sqrt(difference / size);
  }

  /** Where every function of the network is smooth, so that differences come close. */
  @ParameterizedTest
  @ValueSource(strings = {"vit", "swin", "convnext"})
  void theGradientIsTheLimitOfDifferences(String name) throws IOException {
    OnnxModel model =
        model(models().filter(path -> path.toString().contains(name)).findFirst().orElseThrow());
    List<Integer> shape = shape(model, 1);
    float[] pixels = Networks.inputs(Shapes.size(shape));
    Target target = Target.of(1);
    MethodSettings settings = settings("gradient", Accounting.CONSERVING, Precision.FLOAT64);
    try (RelevanceEngine engine = new RelevanceEngine(batch -> model.graph(shape), settings)) {
      float[] gradient =
          engine
              .attribute(pixels, 1, (image, logits) -> List.of(target))
              .get(0)
              .explanations()
              .get(0)
              .map()
              .values();
      float step = 0x1p-10f;
      double largest = 0;
      for (float value : gradient) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int at = 0; at < pixels.length; at += pixels.length / 20) {
        double slope = (score(engine, pixels, at, step) - score(engine, pixels, at, -step)) / step;
        assertThat((double) gradient[at]).isCloseTo(slope / 2, within(1e-5 * largest));
      }
    }
  }

  private static double score(RelevanceEngine engine, float[] pixels, int at, float step) {
    float[] moved = pixels.clone();
    moved[at] += step;
    return engine
        .attribute(moved, 1, (image, logits) -> List.of(Target.of(1)))
        .get(0)
        .explanations()
        .get(0)
        .ledger()
        .score();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3-small", "hourglass", "regnet-y"})
  void aBatchIsExplainedAsItsImagesAre(String name) {
    OnnxModel model = model(Path.of("src/test/resources/architectures", name + ".onnx"));
    List<ImageAttribution> together =
        attribute(model, "epsilon-plus", Accounting.CONSERVING, Precision.FLOAT64);
    List<Integer> one = shape(model, 1);
    int size = Shapes.size(one);
    float[] all = Networks.inputs(IMAGES * size);
    for (int image = 0; image < IMAGES; image++) {
      float[] pixels = Arrays.copyOfRange(all, image * size, (image + 1) * size);
      ImageAttribution alone =
          Networks.attribute(
                  model,
                  one,
                  pixels,
                  settings("epsilon-plus", Accounting.CONSERVING, Precision.FLOAT64))
              .get(0);
      assertThat(distance(alone, together.get(image))).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void itTakesTwiceTheMemory(Path path) {
    OnnxModel model = model(path);
    List<Integer> shape = shape(model, images(model));
    List<MemoryForecast> forecasts = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      try (RelevanceEngine engine =
          new RelevanceEngine(
              batch -> model.graph(shape),
              settings("epsilon-plus", Accounting.CONSERVING, precision))) {
        forecasts.add(engine.forecast(shape.get(0)));
      }
    }
    assertThat(forecasts.get(1).tensorBytes()).isEqualTo(2 * forecasts.get(0).tensorBytes());
    assertThat(forecasts.get(1).weightBytes()).isEqualTo(2 * forecasts.get(0).weightBytes());
  }
}
