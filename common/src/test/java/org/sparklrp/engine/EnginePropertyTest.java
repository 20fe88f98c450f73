package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.MethodParameters;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.onnx.GoldenSet;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.Composites;

/** What holds for every composite and every method, whatever the image. */
@Tag("long")
class EnginePropertyTest {
  private static final long SEED = 20150710;
  private static final MethodParameters FEW =
      new MethodParameters(3, 0.15, 8, Baseline.ZERO, List.of(6, 6), List.of(4, 4), "", 7);
  private static final List<String> EVERYWHERE =
      List.of("epsilon", "epsilon-0", "gamma", "alpha2-beta1", "zplus", "wsquare", "flat");

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (Accounting accounting : Accounting.values()) {
      List<String> composites = new ArrayList<>(Composites.names());
      EVERYWHERE.forEach(rule -> composites.add(rule + "-everywhere"));
      for (String composite : composites) {
        all.add(Arguments.of(MethodConfig.Name.LRP, composite, accounting));
      }
    }
    for (MethodConfig.Name name : MethodConfig.Name.values()) {
      if (name != MethodConfig.Name.LRP && !name.isComposite()) {
        all.add(Arguments.of(name, "", Accounting.CONSERVING));
      }
    }
    return all;
  }

  private static LrpExplainer open(
      String model, MethodConfig method, int batchSize, TargetSelector target) {
    return LrpExplainer.open(spec(model, method, batchSize, target), model(model));
  }

  private static OnnxModel model(String name) {
    return OnnxModel.parse(new GoldenSet(name).bytes("model.onnx"), "the model");
  }

  private static ExplainerSpec.LrpSpec spec(
      String model, MethodConfig method, int batchSize, TargetSelector target) {
    return new ExplainerSpec.LrpSpec(
        ClassNames.numbered(0),
        List.of(target),
        method.with(new PixelRange(List.of(-1f), List.of(1f))).with(FEW),
        batchSize,
        shape(model));
  }

  private static List<Integer> shape(String model) {
    List<Integer> shape = new GoldenSet(model).array("inputs.npy").shape();
    return shape.subList(1, 4);
  }

  private static ImageInput image(String model, String id, float[] values) {
    List<Integer> shape = shape(model);
    return new ImageInput(
        id, null, new PixelImage(shape.get(0), shape.get(1), shape.get(2), values));
  }

  /** The images that break what can be broken: nothing, nothing but one thing, far too much. */
  private static List<ImageInput> extremes(String model) {
    int size = shape(model).stream().reduce(1, (a, b) -> a * b);
    Random random = new Random(SEED);
    List<ImageInput> images = new ArrayList<>();
    for (float constant : new float[] {0f, 0.5f, -1f, 1e6f, -1e6f, 1e-30f, 1e-42f}) {
      float[] values = new float[size];
      Arrays.fill(values, constant);
      images.add(image(model, "all " + constant, values));
    }
    for (float scale : new float[] {1e6f, 1e-6f}) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = scale * (random.nextBoolean() ? 1 : -1);
      }
      images.add(image(model, "signs of size " + scale, values));
    }
    float[] single = new float[size];
    single[size / 2] = 1f;
    images.add(image(model, "one pixel", single));
    return images;
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("methods")
  void everyNumberIsFiniteOnEveryImage(
      MethodConfig.Name name, String composite, Accounting accounting) {
    MethodConfig method = MethodConfig.of(name, composite, accounting);
    for (String model : List.of("tiny-cnn", "tiny-resnet")) {
      List<ImageInput> images = extremes(model);
      try (LrpExplainer explainer = open(model, method, 16, new TargetSelector.Top(2))) {
        for (Outcome outcome : explainer.explain(new ImageBatch(images))) {
          assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Explained.class);
          for (TargetExplanation each : ((Outcome.Explained) outcome).explanations()) {
            double kept =
                each.ledger().absorbedBias()
                    + each.ledger().absorbedStabilizer()
                    + each.ledger().absorbedDead();
            assertThat(
                    each.ledger().score()
                        + each.ledger().relevanceSum()
                        + kept
                        + each.probability())
                .as("%s of %s", each.ledger(), outcome.imageId())
                .isFinite();
            for (float value : each.map().values()) {
              if (!Float.isFinite(value)) {
                assertThat(value).as(outcome.imageId()).isFinite();
              }
            }
          }
        }
      }
    }
  }

  /**
   * Networks nobody would train: weights of any size, zeros, dead ReLUs, sums that cancel exactly.
   */
  private static byte[] fuzzedModel(Random random) {
    double size = Math.pow(10, random.nextInt(11) - 5);
    boolean cancels = random.nextBoolean();
    return OnnxGraphs.input(-1, 2, 6, 6)
        .floats("w1", new int[] {4, 2, 3, 3}, weights(random, 72, size))
        .floats("b1", new int[] {4}, weights(random, 4, random.nextBoolean() ? size : 0))
        .node("Conv", "x w1 b1", "conv1", "pads", new int[] {1, 1, 1, 1})
        .node(random.nextBoolean() ? "Relu" : "Tanh", "conv1", "act1")
        .floats("w2", new int[] {4, 4, 1, 1}, weights(random, 16, size))
        .node("Conv", "act1 w2", "conv2")
        .node("Neg", "conv2", "opposite")
        .node("Add", cancels ? "conv2 opposite" : "conv2 act1", "sum")
        .node("Relu", "sum", "act2")
        .node(
            random.nextBoolean() ? "MaxPool" : "AveragePool",
            "act2",
            "pool",
            "kernel_shape",
            new int[] {2, 2},
            "strides",
            new int[] {2, 2})
        .node("Flatten", "pool", "flatten")
        .floats("w3", new int[] {3, 36}, weights(random, 108, size))
        .floats("b3", new int[] {3}, weights(random, 3, 1))
        .node("Gemm", "flatten w3 b3", "logits", "transB", 1)
        .build("logits");
  }

  private static float[] weights(Random random, int count, double size) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = random.nextInt(4) == 0 ? 0f : (float) (size * random.nextGaussian());
    }
    return weights;
  }

  /** Finite numbers and a closed ledger, or a reason: nothing else comes out of any network. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("methods")
  void fuzzedNetworksGiveFiniteNumbersOrAReason(
      MethodConfig.Name name, String composite, Accounting accounting) {
    int explained = 0;
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(SEED + seed);
      byte[] model = fuzzedModel(random);
      List<ImageInput> images = new ArrayList<>();
      for (float size : new float[] {0f, 1f, 1e6f}) {
        images.add(
            new ImageInput(
                "size " + size, null, new PixelImage(2, 6, 6, weights(random, 72, size))));
      }
      ExplainerSpec.LrpSpec spec =
          new ExplainerSpec.LrpSpec(
              ClassNames.numbered(0),
              List.of(new TargetSelector.All()),
              MethodConfig.of(name, composite, accounting)
                  .with(new PixelRange(List.of(-1f), List.of(1f)))
                  .with(FEW),
              4,
              List.of(2, 6, 6));
      try (LrpExplainer explainer = LrpExplainer.open(spec, OnnxModel.parse(model, "the model"))) {
        for (Outcome outcome : explainer.explain(new ImageBatch(images))) {
          if (outcome instanceof Outcome.Failed failed) {
            assertThat(failed.reason()).as("seed %d", SEED + seed).contains("not finite");
            continue;
          }
          explained++;
          for (TargetExplanation each : ((Outcome.Explained) outcome).explanations()) {
            assertThat(each.ledger().residual()).as("seed %d", SEED + seed).isFinite();
            for (float value : each.map().values()) {
              if (!Float.isFinite(value)) {
                assertThat(value).as("seed %d, %s", SEED + seed, outcome.imageId()).isFinite();
              }
            }
          }
        }
      }
    }
    assertThat(explained).as("images explained of 36").isGreaterThanOrEqualTo(30);
  }

  /** Some images like the golden ones, no two alike. */
  private static ImageBatch photographs(String model, int count) {
    float[] golden = new GoldenSet(model).array("inputs.npy").floats();
    int size = shape(model).stream().reduce(1, (a, b) -> a * b);
    Random random = new Random(SEED);
    List<ImageInput> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[size];
      for (int j = 0; j < size; j++) {
        values[j] = golden[i % 3 * size + j] + 0.1f * (float) random.nextGaussian();
      }
      images.add(image(model, "image " + i, values));
    }
    return new ImageBatch(images);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("methods")
  void anImageIsExplainedTheSameInABatchOfAnySize(
      MethodConfig.Name name, String composite, Accounting accounting) {
    MethodConfig method = MethodConfig.of(name, composite, accounting);
    String model = "tiny-cnn";
    ImageBatch images = photographs(model, 17);
    List<Outcome> single = explain(model, method, 1, images);
    for (int batchSize : new int[] {3, 8, 16}) {
      List<Outcome> batched = explain(model, method, batchSize, images);
      for (int i = 0; i < single.size(); i++) {
        TargetExplanation expected = ((Outcome.Explained) single.get(i)).explanations().get(0);
        assertSame(
            ((Outcome.Explained) batched.get(i)).explanations().get(0),
            expected,
            "image " + i + " in batches of " + batchSize);
      }
    }
  }

  private static List<Outcome> explain(
      String model, MethodConfig method, int batchSize, ImageBatch images) {
    try (LrpExplainer explainer = open(model, method, batchSize, new TargetSelector.Predicted())) {
      return explainer.explain(images);
    }
  }

  private static void assertSame(
      TargetExplanation actual, TargetExplanation expected, String what) {
    float[] values = actual.map().values();
    float[] others = expected.map().values();
    double norm = 0;
    double distance = 0;
    for (int i = 0; i < values.length; i++) {
      norm += (double) others[i] * others[i];
      distance += Math.pow((double) values[i] - others[i], 2);
    }
    assertThat(Math.sqrt(distance)).as(what).isLessThanOrEqualTo(1e-6 * Math.sqrt(norm));
  }

  @Test
  void partsOfTheTargetsTogetherAreAllOfThem() {
    MethodConfig method =
        MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", Accounting.CONSERVING);
    String model = "tiny-cnn";
    ImageBatch images = photographs(model, 5);
    ExplainerSpec.LrpSpec spec = spec(model, method, 2, new TargetSelector.All());
    int perTarget = 5 * shape(model).stream().reduce(4, (a, b) -> a * b);
    try (LrpExplainer whole = LrpExplainer.open(spec, model(model));
        LrpExplainer parted = LrpExplainer.open(spec, model(model), 2L * perTarget)) {
      List<Outcome> expected = whole.explain(images);
      List<List<TargetExplanation>> found = new ArrayList<>();
      images.images().forEach(image -> found.add(new ArrayList<>()));
      int parts = 0;
      for (Iterator<List<Outcome>> each = parted.explainInParts(images); each.hasNext(); parts++) {
        List<Outcome> part = each.next();
        for (int i = 0; i < part.size(); i++) {
          List<TargetExplanation> own = ((Outcome.Explained) part.get(i)).explanations();
          assertThat(own.size()).isBetween(1, 2);
          found.get(i).addAll(own);
        }
      }
      assertThat(parts).isEqualTo((whole.classes().size() + 1) / 2);
      for (int i = 0; i < found.size(); i++) {
        List<TargetExplanation> all = ((Outcome.Explained) expected.get(i)).explanations();
        assertThat(found.get(i)).hasSameSizeAs(all);
        for (int target = 0; target < all.size(); target++) {
          assertThat(found.get(i).get(target).target()).isEqualTo(all.get(target).target());
          assertSame(found.get(i).get(target), all.get(target), "part of image " + i);
        }
      }
      assertThat(whole.explainInParts(images)).toIterable().hasSize(1);
    }
  }
}
