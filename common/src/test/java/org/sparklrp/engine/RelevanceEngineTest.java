package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.Precision;
import org.sparklrp.engine.request.ImageAttribution;
import org.sparklrp.engine.request.MemoryForecast;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.engine.request.TargetChooser;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.Accounting;

/** Batches that are worked off in parts, failures half way, and the memory that is told. */
class RelevanceEngineTest {
  private static final MethodConfig GRADIENT =
      MethodConfig.of(MethodConfig.Name.GRADIENT, "", Accounting.CONSERVING);

  /**
   * Images of one row, a layer of so many values, and classes.
   *
   * @param batch the batch size that the file fixes, or -1
   */
  private static OnnxModel model(int batch, int pixels, int hidden, int classes) {
    return OnnxModel.parse(
        OnnxGraphs.input(batch, 1, 1, pixels)
            .integers("shape", batch, pixels)
            .node("Reshape", "x shape", "flat")
            .random("w1", hidden, pixels)
            .node("Gemm", "flat w1", "hidden", "transB", 1)
            .node("Relu", "hidden", "relu")
            .random("w2", classes, hidden)
            .node("Gemm", "relu w2", "logits", "transB", 1)
            .build("logits"),
        "test");
  }

  private static RelevanceEngine open(OnnxModel model, int pixels, Precision precision) {
    return RelevanceEngine.open(
        model,
        List.of(1, 1, pixels),
        MethodSettings.of(GRADIENT.with(precision)),
        LayerWishes.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2, 262144, 2, FLOAT32, 4",
    "-1, 2, 131072, 2, FLOAT32, 8",
    "-1, 2, 131071, 2, FLOAT32, 8",
    "-1, 2, 120000, 2, FLOAT64, 4",
    "-1, 2, 65536, 2, FLOAT64, 8",
    "-1, 65536, 2, 2, FLOAT32, 16",
    "-1, 2, 560000, 2, FLOAT32, 4",
    "-1, 2, 2, 131072, FLOAT32, 8",
    "6, 2, 65536, 2, FLOAT32, 6"
  })
  void asManyImagesAreWorkedOnTogetherAsFourMebibytesHoldTheLargestValueOf(
      int batch, int pixels, int hidden, int classes, Precision precision, int expected) {
    try (RelevanceEngine engine = open(model(batch, pixels, hidden, classes), pixels, precision)) {
      assertThat(engine.imagesAtOnce()).isEqualTo(expected);
    }
  }

  @Test
  void aBatchInPartsIsWhatItsImagesAreAlone() {
    OnnxModel model = model(-1, 3, 132000, 2);
    float[] pixels = pixels(6 * 3);
    List<List<Target>> targets = new ArrayList<>();
    for (int image = 0; image < 6; image++) {
      targets.add(image % 3 == 0 ? List.of() : List.of(Target.of(image % 2)));
    }
    try (RelevanceEngine engine = open(model, 3, Precision.FLOAT32)) {
      List<Integer> asked = new ArrayList<>();
      List<ImageAttribution> parts =
          engine.attribute(
              pixels,
              6,
              (image, logits) -> {
                asked.add(image);
                assertThat(logits).hasSize(2);
                return targets.get(image);
              });
      assertThat(asked).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(engine.forwardPasses()).isEqualTo(2);
      float[] logits = engine.forward(pixels, 6);
      assertThat(engine.forwardPasses()).isEqualTo(4);
      assertThat(logits).hasSize(12);
      assertThat(engine.forward(Arrays.copyOf(pixels, 12), 4)).isEqualTo(Arrays.copyOf(logits, 8));
      for (int image = 0; image < 6; image++) {
        List<Target> own = targets.get(image);
        float[] alone = Arrays.copyOfRange(pixels, image * 3, image * 3 + 3);
        ImageAttribution expected = engine.attribute(alone, 1, (i, each) -> own).get(0);
        ImageAttribution actual = parts.get(image);
        assertThat(actual.logits())
            .isEqualTo(expected.logits())
            .isEqualTo(Arrays.copyOfRange(logits, image * 2, image * 2 + 2));
        assertThat(actual.explanations()).hasSameSizeAs(own);
        if (!own.isEmpty()) {
          assertThat(actual.explanations().get(0).map().values())
              .isEqualTo(expected.explanations().get(0).map().values());
        }
      }
    }
  }

  private static float[] pixels(int count) {
    Random random = new Random(11);
    float[] pixels = new float[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  @Test
  void anEngineThatFailedHalfWayIsAsGoodAsBefore() {
    float[] pixels = pixels(4 * 3);
    try (RelevanceEngine engine = open(model(-1, 3, 5, 2), 3, Precision.FLOAT32)) {
      TargetChooser chooser = (image, logits) -> List.of(Target.of(1));
      float[] expected = map(engine, pixels, chooser);
      long before = engine.nativeBytes();
      float[] tooMany = pixels(5 * 3);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(
                () ->
                    engine.attribute(
                        pixels,
                        4,
                        (image, logits) -> {
                          throw new IllegalArgumentException("no target");
                        }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("no target");
        assertThatThrownBy(() -> engine.attribute(tooMany, 4, chooser))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(map(engine, pixels, chooser)).isEqualTo(expected);
      }
      assertThat(engine.nativeBytes()).isEqualTo(before);
    }
  }

  private static float[] map(RelevanceEngine engine, float[] pixels, TargetChooser chooser) {
    return engine.attribute(pixels, 4, chooser).get(3).explanations().get(0).map().values();
  }

  /** The weights once, the tensors of the images that are worked on together. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 100})
  void memoryIsForecastForWhatIsWorkedOnTogether(int batch) {
    try (RelevanceEngine engine = open(model(-1, 3, 262144, 2), 3, Precision.FLOAT32)) {
      assertThat(engine.nativeBytes()).isZero();
      int together = Math.min(4, batch);
      MemoryForecast forecast = engine.forecast(batch);
      assertThat(forecast).isEqualTo(engine.forecast(together));
      assertThat(forecast.weightBytes()).isEqualTo(4L * (3 + 2) * 262144);
      engine.attribute(pixels(together * 3), together, (image, logits) -> List.of(Target.of(1)));
      assertThat(engine.nativeBytes()).isEqualTo(forecast.weightBytes() + forecast.tensorBytes());
    }
  }

  @Test
  void inDoublePrecisionEveryWeightIsTwiceAsLarge() {
    for (Precision precision : Precision.values()) {
      try (RelevanceEngine engine = open(model(-1, 3, 100, 2), 3, precision)) {
        assertThat(engine.forecast(1).weightBytes())
            .isEqualTo((precision == Precision.FLOAT64 ? 8L : 4L) * (3 + 2) * 100);
      }
    }
  }

  @Test
  void aClosedEngineHoldsNoNativeMemory() {
    RelevanceEngine engine = open(model(-1, 3, 5, 2), 3, Precision.FLOAT32);
    engine.forward(pixels(3), 1);
    assertThat(engine.nativeBytes()).isPositive();
    engine.close();
    assertThat(engine.nativeBytes()).isZero();
  }
}
