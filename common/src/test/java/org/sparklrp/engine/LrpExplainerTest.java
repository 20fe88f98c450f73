package org.sparklrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.Condition;
import org.sparklrp.config.Conditioned;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.PixelRange;
import org.sparklrp.image.Stage;
import org.sparklrp.model.onnx.GoldenSet;
import org.sparklrp.model.onnx.OnnxGraphs;
import org.sparklrp.model.onnx.OnnxModel;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;
import org.sparklrp.rule.Accounting;

class LrpExplainerTest {
  private static final GoldenSet GOLDEN = new GoldenSet("tiny-resnet");
  private static final NpyFile INPUTS = GOLDEN.array("inputs.npy");

  private static ExplainerSpec.LrpSpec spec(
      int batchSize, String composite, Accounting accounting, TargetSelector... targets) {
    return new ExplainerSpec.LrpSpec(
        new ClassNames(List.of("a", "b", "c", "d", "e")),
        List.of(targets),
        MethodConfig.of(MethodConfig.Name.LRP, composite, accounting)
            .with(new PixelRange(List.of(-1f), List.of(1f))),
        batchSize,
        INPUTS.shape().subList(1, 4));
  }

  private static LrpExplainer open(
      int batchSize, String composite, Accounting accounting, TargetSelector... targets) {
    return LrpExplainer.open(
        spec(batchSize, composite, accounting, targets),
        OnnxModel.parse(GOLDEN.bytes("model.onnx"), "the model"));
  }

  /** The golden inputs, over and over, each copy a little darker. */
  private static ImageBatch images(int count) {
    int size = INPUTS.values().length / INPUTS.shape().get(0);
    List<ImageInput> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = i % INPUTS.shape().get(0) * size;
      float[] values = Arrays.copyOfRange(INPUTS.floats(), first, first + size);
      for (int j = 0; j < size; j++) {
        values[j] *= 1 - 0.01f * i;
      }
      images.add(new ImageInput("image-" + i, "b", image(values)));
    }
    return new ImageBatch(images);
  }

  private static PixelImage image(float[] values) {
    List<Integer> shape = INPUTS.shape();
    return new PixelImage(shape.get(1), shape.get(2), shape.get(3), values);
  }

  private static List<TargetExplanation> explanations(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Explained.class);
    return ((Outcome.Explained) outcome).explanations();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void explainsAnImageTheSameInABatchOfAnySize(int batchSize) {
    ImageBatch batch = images(7);
    try (LrpExplainer one =
            open(1, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.All());
        LrpExplainer many =
            open(batchSize, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.All())) {
      List<Outcome> expected = one.explain(batch);
      List<Outcome> actual = many.explain(batch);
      for (int i = 0; i < 7; i++) {
        assertThat(actual.get(i).imageId()).isEqualTo("image-" + i);
        for (int target = 0; target < 5; target++) {
          assertSameMap(
              explanations(actual.get(i)).get(target), explanations(expected.get(i)).get(target));
        }
      }
    }
  }

  private static void assertSameMap(TargetExplanation actual, TargetExplanation expected) {
    float[] values = actual.map().values();
    float[] others = expected.map().values();
    double norm = 0;
    double distance = 0;
    for (int i = 0; i < values.length; i++) {
      norm += (double) others[i] * others[i];
      distance += Math.pow(values[i] - others[i], 2);
    }
    assertThat(Math.sqrt(distance)).isLessThanOrEqualTo(1e-6 * Math.sqrt(norm));
  }

  @Test
  void explainsTheSameFromSeveralThreadsAtOnce() throws Exception {
    ImageBatch batch = images(6);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (LrpExplainer explainer =
        open(4, "epsilon-plus-flat", Accounting.CONSERVING, new TargetSelector.Predicted())) {
      List<Outcome> expected = explainer.explain(batch);
      List<Callable<List<Outcome>>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> explainer.explain(batch));
      }
      for (var result : threads.invokeAll(calls)) {
        for (int i = 0; i < 6; i++) {
          assertSameMap(
              explanations(result.get().get(i)).get(0), explanations(expected.get(i)).get(0));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epsilon-plus",
        "epsilon-plus-flat",
        "epsilon-alpha2-beta1",
        "epsilon-alpha2-beta1-flat",
        "epsilon-gamma-box",
        "epsilon-everywhere",
        "gamma-0.25-everywhere",
        "zplus-everywhere",
        "wsquare-everywhere",
        "flat-everywhere"
      })
  void handsOnTheWholeScoreButWhatTheStabiliserKeepsInTheConservingAccount(String composite) {
    try (LrpExplainer explainer =
        open(4, composite, Accounting.CONSERVING, new TargetSelector.All())) {
      for (Outcome outcome : explainer.explain(images(5))) {
        for (TargetExplanation explanation : explanations(outcome)) {
          Ledger ledger = explanation.ledger();
          assertThat(ledger.relevanceSum() + ledger.absorbedStabilizer())
              .isCloseTo(ledger.score(), within(1e-4 * Math.max(1, Math.abs(ledger.score()))));
          assertThat(Math.abs(ledger.absorbedStabilizer()))
              .isLessThanOrEqualTo(0.01 * Math.max(0.01, Math.abs(ledger.score())));
          assertThat(ledger.absorbedBias()).isZero();
          assertThat(ledger.absorbedDead()).isZero();
          assertThat(ledger.residual()).isCloseTo(0, within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epsilon-plus", "epsilon-alpha2-beta1", "epsilon-gamma-box"})
  void allTargetsOfABatchShareOneForwardPass(String composite) {
    TargetSelector[] targets = {
      new TargetSelector.Predicted(),
      new TargetSelector.Label(),
      new TargetSelector.Top(3),
      new TargetSelector.Fixed(Target.of(4)),
      new TargetSelector.All(),
      new TargetSelector.Fixed(new Target(0, 1)),
      new TargetSelector.Fixed(new Target(2, 0))
    };
    try (LrpExplainer explainer = open(4, composite, Accounting.CONSERVING, targets)) {
      List<Outcome> outcomes = explainer.explain(images(4));
      assertThat(outcomes).allSatisfy(each -> assertThat(explanations(each)).hasSize(5 + 2));
      assertThat(explainer.usage().forwardPasses()).isOne();
      explainer.explain(images(4));
      assertThat(explainer.usage().forwardPasses()).isEqualTo(2);
    }
  }

  @Test
  void eachPartOfTheTargetsRunsForwardOnce() {
    long mapBytes = (long) Float.BYTES * INPUTS.values().length / INPUTS.shape().get(0);
    ExplainerSpec.LrpSpec spec =
        spec(2, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.All());
    try (LrpExplainer explainer =
        LrpExplainer.open(
            spec, OnnxModel.parse(GOLDEN.bytes("model.onnx"), "the model"), 2 * 2 * mapBytes)) {
      Iterator<List<Outcome>> parts = explainer.explainInParts(images(2));
      int explained = 0;
      for (int part = 1; part <= 3; part++) {
        explained += explanations(parts.next().get(0)).size();
        assertThat(explainer.usage().forwardPasses()).isEqualTo(part);
      }
      assertThat(parts.hasNext()).isFalse();
      assertThat(explained).isEqualTo(5);
    }
  }

  @Test
  void explainsAContrastAsTheDifferenceOfItsTwoClasses() {
    TargetSelector contrast = new TargetSelector.Fixed(Target.contrast(1, 4));
    try (LrpExplainer explainer =
        open(2, "epsilon-plus", Accounting.CONSERVING, contrast, new TargetSelector.All())) {
      List<TargetExplanation> found = explanations(explainer.explain(images(1)).get(0));
      TargetExplanation difference = found.get(0);
      TargetExplanation first = found.get(2);
      TargetExplanation second = found.get(5);
      assertThat(difference.target().name(explainer.classes())).isEqualTo("b-e");
      for (int i = 0; i < difference.map().values().length; i++) {
        float expected = first.map().values()[i] - second.map().values()[i];
        assertThat(difference.map().values()[i]).isCloseTo(expected, within(1e-5f));
      }
    }
  }

  @Test
  void explainsPredictedAndLabelOnceWhereTheyAgree() {
    try (LrpExplainer explainer =
        open(
            2,
            "epsilon-plus",
            Accounting.CONSERVING,
            new TargetSelector.Predicted(),
            new TargetSelector.Label())) {
      Outcome.Explained outcome = (Outcome.Explained) explainer.explain(images(1)).get(0);
      assertThat(outcome.explanations()).hasSize(outcome.predicted() == 1 ? 1 : 2);
      assertThat(outcome.explanations().get(0).target()).isEqualTo(Target.of(outcome.predicted()));
    }
  }

  @Test
  void failsImagesItCannotExplainAndExplainsTheirNeighbours() {
    float[] values = new float[INPUTS.values().length / 3];
    Arrays.fill(values, Float.NaN);
    ImageInput good = images(1).images().get(0);
    ImageBatch batch =
        new ImageBatch(
            List.of(
                new ImageInput("small", "b", new PixelImage(3, 2, 2, new float[12])),
                new ImageInput("broken", "b", image(values)),
                new ImageInput("stranger", "zebra", good.pixels()),
                new ImageInput("unlabelled", null, good.pixels()),
                good));
    try (LrpExplainer explainer =
        open(8, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.Label())) {
      List<Outcome> outcomes = explainer.explain(batch);
      assertThat(outcomes.subList(0, 4))
          .containsExactly(
              new Outcome.Failed(
                  "small",
                  Stage.PREPROCESS,
                  "The image has 3 x 2 x 2 values (channels, height, width) after preprocessing, the model takes 3 x 16 x 16"),
              new Outcome.Failed(
                  "broken", Stage.EXPLAIN, "The model's output for the image is not finite"),
              new Outcome.Failed(
                  "stranger",
                  Stage.EXPLAIN,
                  "No target applies: the label zebra is no class of the model"),
              new Outcome.Failed(
                  "unlabelled", Stage.EXPLAIN, "No target applies: the image has no label"));
      assertThat(outcomes.get(4)).isInstanceOf(Outcome.Explained.class);
    }
  }

  @Test
  void namesTheNearestComposite() {
    assertThatThrownBy(() -> open(1, "epsilon-pluss", Accounting.CONSERVING))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("epsilon-pluss")
        .hasMessageContaining("the nearest is epsilon-plus");
  }

  @Test
  void holdsNoMoreNativeMemoryAfterManyBatches() {
    try (LrpExplainer explainer =
        open(4, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.Predicted())) {
      explainer.explain(images(4));
      long before = explainer.usage().nativeBytes();
      for (int i = 0; i < 50; i++) {
        explainer.explain(images(4));
      }
      assertThat(explainer.usage().nativeBytes()).isEqualTo(before);
    }
  }

  /** An explainer by the gradient of a network on one row of pixels. */
  private static LrpExplainer gradients(OnnxGraphs model, int pixels, TargetSelector... targets) {
    return LrpExplainer.open(
        new ExplainerSpec.LrpSpec(
            ClassNames.numbered(0),
            List.of(targets),
            MethodConfig.of(MethodConfig.Name.GRADIENT, "", Accounting.CONSERVING),
            1,
            List.of(1, 1, pixels)),
        OnnxModel.parse(model.build("logits"), "the model"));
  }

  private static List<Outcome> explain(LrpExplainer explainer, float... values) {
    PixelImage image = new PixelImage(1, 1, values.length, values);
    return explainer.explain(new ImageBatch(List.of(new ImageInput("it", null, image))));
  }

  @Test
  void aRelevanceThatIsNotFiniteIsAFailureAndTheLargestNumberIsNone() {
    OnnxGraphs steep =
        OnnxGraphs.input(-1, 1, 1, 1)
            .node("Flatten", "x", "flat")
            .floats("w1", new int[] {1, 1}, 1e30f)
            .node("Gemm", "flat w1", "middle")
            .node("Relu", "middle", "relu")
            .floats("w2", new int[] {1, 1}, 1e30f)
            .node("Gemm", "relu w2", "logits");
    try (LrpExplainer explainer = gradients(steep, 1, new TargetSelector.Predicted())) {
      assertThat(explainer.classes().name(0)).isEqualTo("0");
      assertThat(explain(explainer, 1e-40f))
          .containsExactly(
              new Outcome.Failed("it", Stage.EXPLAIN, "The relevance for 0 is not finite"));
    }
    OnnxGraphs identity =
        OnnxGraphs.input(-1, 1, 1, 2)
            .node("Flatten", "x", "flat")
            .floats("w", new int[] {2, 2}, 1, 0, 0, 1)
            .node("Gemm", "flat w", "logits");
    try (LrpExplainer explainer = gradients(identity, 2, new TargetSelector.Predicted())) {
      TargetExplanation found =
          explanations(explain(explainer, Float.MAX_VALUE, -Float.MAX_VALUE).get(0)).get(0);
      assertThat(found.map().values()).containsExactly(1, 0);
      assertThat(explain(explainer, Float.POSITIVE_INFINITY, 0))
          .containsExactly(
              new Outcome.Failed(
                  "it", Stage.EXPLAIN, "The model's output for the image is not finite"));
    }
  }

  /** What conditions take out is beyond single precision, what they let through is not. */
  @Test
  void aLedgerThatIsNotFiniteIsAFailureBesideAFiniteMap() {
    OnnxGraphs cancelling =
        OnnxGraphs.input(-1, 1, 1, 1)
            .node("Flatten", "x", "flat")
            .floats("w1", new int[] {1, 3}, 1e30f, 1e30f, 1e25f)
            .node("Gemm", "flat w1", "hidden")
            .floats("w2", new int[] {3, 1}, 1, -1, 1)
            .node("Gemm", "hidden w2", "middle")
            .floats("w3", new int[] {1, 1}, 1e10f)
            .node("Gemm", "middle w3", "logits");
    MethodConfig method =
        Conditioned.by(
            MethodConfig.of(MethodConfig.Name.LRP, "epsilon-everywhere", Accounting.REFERENCE),
            List.of(new Condition("/hidden", List.of(2))));
    try (LrpExplainer explainer =
        LrpExplainer.open(
            new ExplainerSpec.LrpSpec(
                ClassNames.numbered(0),
                List.of(new TargetSelector.Predicted()),
                method,
                1,
                List.of(1, 1, 1)),
            OnnxModel.parse(cancelling.build("logits"), "the model"))) {
      assertThat(explain(explainer, 1))
          .containsExactly(
              new Outcome.Failed("it", Stage.EXPLAIN, "The relevance for 0 is not finite"));
    }
  }

  @Test
  void whatIsNamedIsCheckedBeforeAnyImageIsRead() {
    ExplainerSpec.LrpSpec spec =
        new ExplainerSpec.LrpSpec(
            ClassNames.numbered(0),
            List.of(new TargetSelector.Predicted()),
            Conditioned.by(
                MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", Accounting.CONSERVING),
                List.of(new Condition("no-such-layer", List.of(0)))),
            1,
            INPUTS.shape().subList(1, 4));
    assertThatThrownBy(
            () -> LrpExplainer.open(spec, OnnxModel.parse(GOLDEN.bytes("model.onnx"), "the model")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the layer no-such-layer for method.conditions: ");
  }

  @Test
  void partsEndWithTheLastTargetAndOnePartIsTheWhole() {
    long mapBytes = (long) Float.BYTES * INPUTS.values().length / INPUTS.shape().get(0);
    ExplainerSpec.LrpSpec spec =
        spec(2, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.Top(4));
    for (int partSize = 1; partSize <= 5; partSize++) {
      try (LrpExplainer explainer =
          LrpExplainer.open(
              spec,
              OnnxModel.parse(GOLDEN.bytes("model.onnx"), "the model"),
              partSize * mapBytes)) {
        List<Target> found = new ArrayList<>();
        int parts = 0;
        for (Iterator<List<Outcome>> each = explainer.explainInParts(images(1));
            each.hasNext();
            parts++) {
          explanations(each.next().get(0)).forEach(own -> found.add(own.target()));
        }
        assertThat(parts).as("parts of %d", partSize).isEqualTo((4 + partSize - 1) / partSize);
        assertThat(found)
            .isEqualTo(
                explanations(explainer.explain(images(1)).get(0)).stream()
                    .map(TargetExplanation::target)
                    .toList());
      }
    }
  }

  @Test
  void aBatchThatIsNotFullTakesTheMemoryOfTheNextPowerOfTwo() {
    assertThat(bytes(8, 3)).isEqualTo(bytes(8, 4)).isEqualTo(bytes(4, 4)).isLessThan(bytes(8, 5));
    assertThat(bytes(8, 1)).isEqualTo(bytes(1, 1)).isLessThan(bytes(8, 2));
    assertThat(bytes(6, 5)).isEqualTo(bytes(6, 6));
  }

  /** The native memory after explaining some images, which is given back at the end. */
  private static long bytes(int batchSize, int images) {
    LrpExplainer explainer =
        open(batchSize, "epsilon-plus", Accounting.CONSERVING, new TargetSelector.Predicted());
    long bytes;
    try (explainer) {
      explainer.explain(images(images));
      bytes = explainer.usage().nativeBytes();
    }
    assertThat(explainer.usage().nativeBytes()).isZero();
    return bytes;
  }
}
