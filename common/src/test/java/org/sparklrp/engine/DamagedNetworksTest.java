package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.LayerFlow;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composites;

/**
 * Networks that were damaged on the way, so that single weights are of any size, and shapes and
 * operators are others where the importer lets them pass: what comes out of the engine is finite in
 * every place, or a failure, or one sentence.
 */
class DamagedNetworksTest {
  private static final int FILES = 60;
  private static final MethodParameters FEW =
      new MethodParameters(2, 0.15, 2, Baseline.ZERO, List.of(16, 16), List.of(16, 16), "", 7);

  @ParameterizedTest
  @CsvSource({
    "golden/tiny-cnn/model.onnx, 1",
    "golden/tiny-resnet/model-unfolded-batchnorm.onnx, 2",
    "golden/tiny-mobile/model.onnx, 3",
    "golden/tiny-inception/model.onnx, 4",
    "golden/tiny-vit/model.onnx, 5",
    "architectures/hourglass.onnx, 6",
    "architectures/mobilenet-v3-small.onnx, 7",
    "architectures/shufflenet-v2.onnx, 8",
    "transformers/groupnorm-17.onnx, 9"
  })
  void noNumberThatIsNoneLeavesTheEngine(String file, long seed) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("src/test/resources", file));
    List<Integer> shape = OnnxModel.parse(whole, file).inputShape().subList(1, 4);
    Random random = new Random(seed);
    int explained = 0;
    for (int i = 0; i < FILES; i++) {
      MethodConfig method = method(random);
      byte[] damaged = damaged(whole, random);
      String what =
          String.format(Locale.ROOT, "%s, seed %d, file %d, %s", file, seed, i, method.name());
      explained += explain(damaged, shape, method, images(shape, random), what);
    }
    assertThat(explained).as("images explained, seed %d", seed).isGreaterThan(FILES / 2);
  }

  private static MethodConfig method(Random random) {
    List<MethodConfig.Name> names = List.of(MethodConfig.Name.values());
    List<String> composites = Composites.names();
    MethodConfig.Name name =
        random.nextInt(3) == 0 ? names.get(random.nextInt(names.size())) : MethodConfig.Name.LRP;
    String composite = composites.get(random.nextInt(composites.size()));
    Accounting accounting = random.nextBoolean() ? Accounting.CONSERVING : Accounting.REFERENCE;
    return MethodConfig.of(name, name == MethodConfig.Name.LRP ? composite : "", accounting)
        .with(new PixelRange(List.of(-2f), List.of(2f)))
        .with(FEW);
  }

  /** Flips bits, most of them those that make a number as large or as small as there are. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; ) {
      int place = random.nextInt(damaged.length);
      if (!isText(whole, place) || random.nextInt(4) == 0) {
        int bit = random.nextBoolean() ? 6 : random.nextInt(8);
        damaged[place] ^= (byte) (1 << bit);
        flips--;
      }
    }
    return damaged;
  }

  /** Whether a byte is near names, operators or attributes, whose damage the importer refuses. */
  private static boolean isText(byte[] file, int place) {
    int letters = 0;
    for (int i = Math.max(0, place - 20); i < Math.min(file.length, place + 20); i++) {
      letters += Character.isLetterOrDigit(file[i]) || file[i] == '/' ? 1 : 0;
    }
    return letters > 12;
  }

  private static ImageBatch images(List<Integer> shape, Random random) {
    return new ImageBatch(
        IntStream.range(0, 2)
            .mapToObj(
                image -> {
                  float[] values = new float[shape.get(0) * shape.get(1) * shape.get(2)];
                  for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                  }
                  return new ImageInput(
                      "image " + image,
                      null,
                      new PixelImage(shape.get(0), shape.get(1), shape.get(2), values));
                })
            .toList());
  }

  private static int explain(
      byte[] model, List<Integer> shape, MethodConfig method, ImageBatch images, String what) {
    LayerWishes wishes = method.name().isPropagation() ? SEEN : LayerWishes.NONE;
    ExplainerSpec.LrpSpec spec =
        new ExplainerSpec.LrpSpec(
            ClassNames.numbered(0), List.of(new TargetSelector.Top(2)), method, 2, shape, wishes);
    int explained = 0;
    try (LrpExplainer explainer = LrpExplainer.open(spec, OnnxModel.parse(model, "the model"))) {
      for (Outcome outcome : explainer.explain(images)) {
        if (outcome instanceof Outcome.Failed failed) {
          assertThat(failed.reason()).as(what).endsWith("is not finite");
          continue;
        }
        explained++;
        ((Outcome.Explained) outcome)
            .explanations()
            .forEach(
                each ->
                    numbers(each)
                        .filter(value -> !Double.isFinite(value))
                        .forEach(value -> assertThat(value).as(what).isFinite()));
      }
    } catch (UserException e) {
      assertThat(e.getMessage()).as(what).matches("Cannot \\P{Cntrl}+");
    }
    return explained;
  }

  private static final LayerWishes SEEN = new LayerWishes(true, List.of("*"));

  /** Every number of an explanation. */
  private static DoubleStream numbers(TargetExplanation explanation) {
    Ledger ledger = explanation.ledger();
    float[] map = explanation.map().values();
    return Stream.of(
            DoubleStream.of(
                explanation.probability(),
                ledger.score(),
                ledger.relevanceSum(),
                ledger.absorbedBias(),
                ledger.absorbedStabilizer(),
                ledger.absorbedDead(),
                ledger.residual()),
            IntStream.range(0, map.length).mapToDouble(i -> map[i]),
            explanation.layers().flows().stream().flatMapToDouble(DamagedNetworksTest::numbers),
            explanation.layers().concepts().stream()
                .flatMapToDouble(concept -> DoubleStream.of(concept.values())))
        .flatMapToDouble(each -> each);
  }

  private static DoubleStream numbers(LayerFlow flow) {
    return DoubleStream.of(
        flow.relevanceIn(),
        flow.relevanceOut(),
        flow.absorbedBias(),
        flow.absorbedStabilizer(),
        flow.absorbedDead());
  }
}
