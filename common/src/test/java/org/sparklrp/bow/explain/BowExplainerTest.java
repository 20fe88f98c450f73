package org.sparklrp.bow.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorDescriptor;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.kernel.AdditiveKernel.HistogramIntersection;
import org.sparklrp.bow.kernel.AdditiveKernel.Linear;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.ExponentialKernel.Rbf;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.config.ExplainerSpec.BowSpec;
import org.sparklrp.config.ExplainerSpec.BowWords;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Stage;
import org.sparklrp.relevance.BowRelevance;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

class BowExplainerTest {
  private static final TargetSelector ALL = new TargetSelector.All();

  @Test
  void mapsAddUpToTheScoreToOnePartInAMillion() {
    for (long seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      BowModel model =
          SmallModels.model(
              random,
              new Mapping.Rank(2.4, 8),
              seed % 2 == 0 ? Pooling.SUM : Pooling.MAX,
              SmallModels.both(new HistogramIntersection()));
      for (TargetExplanation explanation : explained(model, SmallModels.image(random), ALL)) {
        double score = explanation.ledger().score();
        assertThat(explanation.ledger().relevanceSum())
            .as("seed %d", seed)
            .isCloseTo(score, within(1e-6 * Math.abs(score)));
        assertThat(explanation.ledger().residual()).isCloseTo(0, within(1e-6 * Math.abs(score)));
      }
    }
  }

  @Test
  void featuresAreComputedOnceAndSharedByAllTargets() {
    Random random = new Random(4);
    BowModel model =
        SmallModels.model(
            random, new Mapping.Rank(2.4, 8), Pooling.SUM, SmallModels.both(new Linear()));
    BowSpec spec = new BowSpec(new ClassNames(List.of()), List.of(ALL), BowWords.EXACT, 4, true);
    try (BowExplainer explainer = new BowExplainer(model, spec)) {
      Outcome outcome =
          explainer
              .explain(
                  new ImageBatch(List.of(new ImageInput("a", null, SmallModels.image(random)))))
              .get(0);
      List<TargetExplanation> targets = ((Outcome.Explained) outcome).explanations();
      assertThat(targets).hasSize(SmallModels.CLASSES);
      Set<double[]> vectors = Collections.newSetFromMap(new IdentityHashMap<>());
      for (TargetExplanation target : targets) {
        target.bow().forEach(channel -> vectors.add(channel.values()));
      }
      assertThat(vectors).as("one vector per channel, not per target").hasSize(2);
    }
  }

  @Test
  void wordsAndFeaturesAddUpToTheScoreLessTheResidualForEveryKernel() {
    for (SvmKernel kernel : List.of(new HistogramIntersection(), new Rbf(2))) {
      Random random = new Random(5);
      BowModel model =
          SmallModels.model(random, new Mapping.Hard(), Pooling.MAX, SmallModels.both(kernel));
      BowSpec spec = new BowSpec(new ClassNames(List.of()), List.of(ALL), BowWords.EXACT, 4, true);
      try (BowExplainer explainer = new BowExplainer(model, spec)) {
        Outcome outcome =
            explainer
                .explain(
                    new ImageBatch(List.of(new ImageInput("a", null, SmallModels.image(random)))))
                .get(0);
        for (TargetExplanation target : ((Outcome.Explained) outcome).explanations()) {
          double score = target.ledger().score();
          double words = 0;
          double features = 0;
          for (BowRelevance channel : target.bow()) {
            words += Arrays.stream(channel.relevance()).sum();
            features +=
                channel.features().stream().mapToDouble(BowRelevance.Feature::relevance).sum();
          }
          assertThat(words + target.ledger().residual())
              .isCloseTo(score, within(1e-6 * Math.abs(score)));
          assertThat(features).isCloseTo(words, within(1e-9 * Math.max(1, Math.abs(words))));
        }
      }
    }
  }

  @Test
  void theRemainderOfAnExpansionIsTheResidual() {
    Random random = new Random(3);
    BowModel model =
        SmallModels.model(random, new Mapping.Hard(), Pooling.SUM, SmallModels.both(new Rbf(2)));
    TargetExplanation explanation = explained(model, SmallModels.image(random), ALL).get(0);
    double sum = 0;
    for (float value : explanation.map().values()) {
      sum += value;
    }
    assertThat(explanation.ledger().relevanceSum()).isEqualTo(sum);
    assertThat(explanation.ledger().residual())
        .isCloseTo(explanation.ledger().score() - sum, within(1e-12));
    assertThat(explanation.ledger().residual()).isNotZero();
  }

  @Test
  void aFeaturesRelevanceLiesOnItsPixels() {
    // One word, two features side by side of which only the left one is near the word that counts.
    BowModel model = colours(new float[] {0, 1}, new double[][] {{1, 0}}, new double[] {2});
    PixelImage halves = new PixelImage(1, 2, 4, new float[] {0, 0, 1, 1, 0, 0, 1, 1});
    TargetExplanation explanation = explained(model, halves, ALL).get(0);
    // x = (1/2, 1/2), f = 2 * 1/2, all of it from word 0 and so from the left feature.
    assertThat(explanation.ledger().score()).isEqualTo(1);
    assertThat(explanation.map().values()).containsExactly(.25f, .25f, 0, 0, .25f, .25f, 0, 0);
  }

  @Test
  void aMirroredImageHasAMirroredMap() {
    BowModel model = colours(new float[] {0, 1}, new double[][] {{1, 0.25}}, new double[] {2});
    float[] left =
        explained(model, new PixelImage(1, 2, 4, new float[] {0, 0, 1, 1, 0, 0, 1, 1}), ALL)
            .get(0)
            .map()
            .values();
    float[] right =
        explained(model, new PixelImage(1, 2, 4, new float[] {1, 1, 0, 0, 1, 1, 0, 0}), ALL)
            .get(0)
            .map()
            .values();
    assertThat(right)
        .containsExactly(left[3], left[2], left[1], left[0], left[7], left[6], left[5], left[4]);
    assertThat(left[0]).isNotEqualTo(left[3]);
  }

  @Test
  void aConstantImageIsAsRelevantEverywhere() {
    BowModel model = colours(new float[] {0, 1}, new double[][] {{1, 0.25}}, new double[] {3});
    float[] map =
        explained(model, new PixelImage(1, 2, 6, new float[12]), ALL).get(0).map().values();
    assertThat(map).containsExactly(repeated(3 / 12f, 12), within(1e-7f));
  }

  @Test
  void theRelevanceOfWordsNoFeatureMapsToIsSharedByAll() {
    // Word 1 is not in the image, but a negative bias is shared by both words: b/2 goes everywhere.
    BowModel model = colours(new float[] {0, 9}, new double[][] {{0, 0}}, new double[] {1});
    BowModel biased =
        new BowModel(
            model.classes(),
            model.channels(),
            new KernelMachine(
                model.machine().kernels(),
                model.machine().supportVectors(),
                model.machine().coefficients(),
                new double[] {-8}));
    assertThat(explained(biased, new PixelImage(1, 2, 4, new float[8]), ALL).get(0).map().values())
        .containsExactly(repeated(-1, 8));
  }

  @Test
  void aBatchGivesWhatItsImagesGiveOneByOne() {
    Random random = new Random(8);
    BowModel model =
        SmallModels.model(
            random, new Mapping.Rank(2.4, 8), Pooling.SUM, SmallModels.both(new Linear()));
    List<ImageInput> inputs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inputs.add(new ImageInput("image-" + i, null, SmallModels.image(random)));
    }
    try (BowExplainer explainer = explainer(model, ALL)) {
      List<Outcome> together = explainer.explain(new ImageBatch(inputs));
      for (int i = 0; i < inputs.size(); i++) {
        Outcome alone = explainer.explain(new ImageBatch(List.of(inputs.get(i)))).get(0);
        assertThat(together.get(i).imageId()).isEqualTo("image-" + i);
        assertThat(((Outcome.Explained) together.get(i)).explanations().get(1).map().values())
            .isEqualTo(((Outcome.Explained) alone).explanations().get(1).map().values());
      }
    }
  }

  @Test
  void targetsFollowDecisionsAndLabels() {
    Random random = new Random(9);
    BowModel model =
        SmallModels.model(random, new Mapping.Hard(), Pooling.SUM, SmallModels.both(new Linear()));
    PixelImage image = SmallModels.image(random);
    double[] decisions = model.decide(model.pool(image));
    try (BowExplainer explainer =
        explainer(
            model, new TargetSelector.Label(), new TargetSelector.Fixed(Target.contrast(0, 1)))) {
      Outcome.Explained outcome =
          (Outcome.Explained)
              explainer.explain(new ImageBatch(List.of(new ImageInput("a", "2", image)))).get(0);
      assertThat(outcome.explanations().stream().map(TargetExplanation::target))
          .containsExactly(Target.of(2), Target.contrast(0, 1));
      assertThat(outcome.explanations().get(1).ledger().score())
          .isEqualTo(decisions[0] - decisions[1]);
      double sum = Math.exp(decisions[0]) + Math.exp(decisions[1]) + Math.exp(decisions[2]);
      assertThat(outcome.explanations().get(0).probability())
          .isCloseTo(Math.exp(decisions[2]) / sum, within(1e-12));
      assertThat(outcome.predicted())
          .isEqualTo(
              decisions[0] >= decisions[1] && decisions[0] >= decisions[2]
                  ? 0
                  : decisions[1] >= decisions[2] ? 1 : 2);
    }
  }

  @Test
  void anImageTheModelCannotReadIsAFailureWithAReason() {
    Random random = new Random(10);
    BowModel model =
        SmallModels.model(random, new Mapping.Hard(), Pooling.SUM, SmallModels.both(new Linear()));
    try (BowExplainer explainer = explainer(model, new TargetSelector.Label())) {
      List<Outcome> outcomes =
          explainer.explain(
              new ImageBatch(
                  List.of(
                      new ImageInput("grey", "0", new PixelImage(1, 6, 7, new float[42])),
                      new ImageInput("thin", "0", new PixelImage(3, 1, 9, new float[27])),
                      new ImageInput("unlabelled", "cat", SmallModels.image(random)),
                      new ImageInput("fine", "1", SmallModels.image(random)))));
      assertThat(outcomes.subList(0, 3))
          .containsExactly(
              new Outcome.Failed(
                  "grey",
                  Stage.EXPLAIN,
                  "channel colour: its features need 3 colour channels, the image has 1"),
              new Outcome.Failed(
                  "thin",
                  Stage.EXPLAIN,
                  "channel patch: its smallest feature covers 2 x 2 pixels, the image has 9 x 1"),
              new Outcome.Failed(
                  "unlabelled", Stage.EXPLAIN, "no target applies: its label is cat"));
      assertThat(outcomes.get(3)).isInstanceOf(Outcome.Explained.class);
    }
  }

  @Test
  void pixelsThatAreNotNumbersDoNotBecomeRelevance() {
    Random random = new Random(11);
    BowModel model =
        SmallModels.model(
            random, new Mapping.Soft(1, 3), Pooling.SUM, SmallModels.both(new Linear()));
    PixelImage image = SmallModels.image(random);
    Arrays.fill(image.values(), Float.NaN);
    try (BowExplainer explainer = explainer(model, ALL)) {
      assertThat(explainer.explain(new ImageBatch(List.of(new ImageInput("nan", null, image)))))
          .containsExactly(
              new Outcome.Failed("nan", Stage.EXPLAIN, "it holds values that are not finite"));
    }
  }

  @Test
  void classNamesMustBeAsManyAsTheModelsClasses() {
    BowModel model = colours(new float[] {0, 1}, new double[][] {{1, 0}}, new double[] {2});
    BowSpec spec = new BowSpec(new ClassNames(List.of("a", "b")), List.of(ALL), BowWords.EXACT, 1);
    assertThatThrownBy(() -> new BowExplainer(model, spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 class names for a model of 1 classes");
  }

  /** One class, grey squares of 2 x 2 pixels described by their median, hard mapping, linear. */
  private static BowModel colours(float[] words, double[][] support, double[] coefficients) {
    FeatureChannel channel =
        new FeatureChannel(
            "grey",
            new ColorDescriptor(ColorSpace.LUMA, new DenseGrid(2, Border.CLIPPED), List.of(2), 1),
            null,
            new VisualWords(new Vocabulary(1, words), new Mapping.Hard(), Pooling.SUM),
            Tiling.WHOLE,
            Normalization.NONE);
    return new BowModel(
        new ClassNames(List.of("only")),
        List.of(channel),
        new KernelMachine(
            List.of(new ChannelKernel(1, new Linear())),
            List.of(Columns.ofRows(support, 2)),
            new double[][] {coefficients},
            new double[] {0}));
  }

  private static float[] repeated(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static BowExplainer explainer(BowModel model, TargetSelector... targets) {
    return new BowExplainer(
        model, new BowSpec(new ClassNames(List.of()), List.of(targets), BowWords.EXACT, 4));
  }

  private static List<TargetExplanation> explained(
      BowModel model, PixelImage image, TargetSelector targets) {
    try (BowExplainer explainer = explainer(model, targets)) {
      Outcome outcome =
          explainer.explain(new ImageBatch(List.of(new ImageInput("image", null, image)))).get(0);
      return ((Outcome.Explained) outcome).explanations();
    }
  }
}
