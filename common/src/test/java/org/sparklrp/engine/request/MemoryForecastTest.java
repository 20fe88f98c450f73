package org.sparklrp.engine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.engine.Networks;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.Target;
import org.sparklrp.rule.Accounting;

class MemoryForecastTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @CsvSource({
    "tiny-cnn, epsilon-plus",
    "tiny-cnn, epsilon-gamma-box",
    "tiny-vgg-bn, epsilon-plus-flat",
    "tiny-vgg-bn, epsilon-alpha2-beta1",
    "tiny-resnet, epsilon-everywhere",
    "tiny-resnet, epsilon-plus",
    "tiny-resnet, gradient",
  })
  void theForecastIsWhatIsTakenWithinATwentieth(String network, String composite)
      throws IOException {
    OnnxModel model =
        OnnxModel.parse(Files.readAllBytes(GOLDEN.resolve(network).resolve("model.onnx")), network);
    List<Integer> image = model.inputShape().subList(1, 4);
    MethodSettings settings = Networks.settings(composite, Accounting.CONSERVING, 3f);
    int batch = model.fixedBatch(image).orElse(4);
    float[] pixels = new float[batch * image.stream().reduce(1, (a, b) -> a * b)];
    Random random = new Random(7);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    try (RelevanceEngine engine = RelevanceEngine.open(model, image, settings, LayerWishes.NONE)) {
      MemoryForecast forecast = engine.forecast(batch);
      engine.attribute(pixels, batch, (number, logits) -> List.of(Target.of(1)));
      assertThat((double) forecast.weightBytes() + forecast.tensorBytes())
          .isCloseTo((double) engine.nativeBytes(), withinPercentage(5));
    }
  }
}
