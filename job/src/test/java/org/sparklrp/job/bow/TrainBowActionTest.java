package org.sparklrp.job.bow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.bow.train.Evaluation;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.config.key.TrainBowConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.explain.ExplainAction;
import org.sparklrp.job.explain.ExplainResult;
import org.sparklrp.job.model.NeuralExplainerFactory;

class TrainBowActionTest {
  private static final String CHANNELS =
      """
      bow.cost = [0.1, 1]
      bow.channels = [
        { name = patch, features { type = patch, samples = 3, step = 2 }, whitening { kind = zca },
          words = 12, sample = 800, mapping { type = rank, nearest = 3 }, tiling = ["1x1", "2x1"],
          kernel { type = histogram-intersection } }
        { name = colour, features { type = colour, sides = 4, step = 2, border = clipped },
          words = 5, sample = 300, mapping { type = soft, sharpness = 20 }, pooling = infinity,
          kernel { type = linear } }
      ]
      """;

  @TempDir private Path folder;

  @Test
  void aModelThatTellsTexturesApartIsTrainedMeasuredAndWritten() throws IOException {
    StripedImages.write(folder.resolve("images"), 20, 1);
    TrainBowResult result = train("model", "bow.holdout = 0.25");
    assertThat(result.classes().names()).containsExactly("across", "upright");
    assertThat(result.trained()).isEqualTo(30);
    Evaluation evaluation = Objects.requireNonNull(result.evaluation());
    assertThat(evaluation.images()).isEqualTo(10);
    assertThat(evaluation.accuracy()).isEqualTo(1);
    assertThat(evaluation.averagePrecision()).containsExactly(1.0, 1.0);
    assertThat(result.failed()).isZero();
    try (Stream<Path> files = Files.list(folder.resolve("model"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.json",
              "images.csv",
              "bias.npy",
              "dual-coefficients.npy",
              "patch-vocabulary.npy",
              "patch-whitening-mean.npy",
              "patch-whitening-matrix.npy",
              "patch-support-vectors.npy",
              "colour-vocabulary.npy",
              "colour-support-vectors.npy");
    }
    Config training =
        ConfigFactory.parseFile(folder.resolve("model/model.json").toFile()).getConfig("training");
    assertThat(training.getDouble("held-out.accuracy")).isEqualTo(1);
    assertThat(training.getDouble("held-out.average-precision.across")).isEqualTo(1);
    assertThat(training.getInt("images-for-classifier")).isEqualTo(30);
    assertThat(training.getLong("configuration.job.seed")).isEqualTo(7);
    assertThat(TrainBowReport.of(result))
        .contains("across")
        .contains("held out: 10 images, accuracy 100.0 %, mean average precision 1.000");
  }

  @Test
  void theSameSeedGivesTheSameModelAndAnotherSeedAnother() throws IOException {
    StripedImages.write(folder.resolve("images"), 150, 2);
    train("first", "bow.max-images = 40");
    train("second", "bow.max-images = 40");
    train("third", "bow.max-images = 40\njob.seed = 8");
    for (String name :
        List.of("patch-vocabulary", "patch-whitening-matrix", "colour-support-vectors", "bias")) {
      assertThat(bytes("second", name)).as(name).isEqualTo(bytes("first", name));
    }
    assertThat(bytes("third", "patch-vocabulary")).isNotEqualTo(bytes("first", "patch-vocabulary"));
  }

  @Test
  void explainTakesTheModelsDirectoryAndTheMapsAddUpToTheScores() throws IOException {
    StripedImages.write(folder.resolve("images"), 12, 3);
    train("model", "bow.holdout = 0");
    Path others = StripedImages.write(folder.resolve("others"), 5, 4);
    StripedImages.text(others.resolve("across/broken.png"));
    ExplainResult result = explain(others, "");
    assertThat(result.counts().explained()).isEqualTo(10);
    assertThat(result.counts().failed()).isEqualTo(1);
    assertThat(result.counts().correct()).isEqualTo(10);
    List<Row> rows = table("explanations");
    assertThat(rows).hasSize(30);
    for (Row row : rows) {
      double score = row.getAs("score");
      assertThat(row.<Double>getAs("relevance_sum"))
          .isCloseTo(score, within(1e-6 * Math.abs(score)));
      assertThat(row.<String>getAs("method")).isEqualTo("bag-of-words");
      assertThat(row.<String>getAs("composite")).isNull();
      assertThat(row.<Integer>getAs("height")).isEqualTo(StripedImages.SIDE);
    }
    assertThat(table("class_statistics").stream().map(row -> row.<String>getAs("target_name")))
        .containsExactlyInAnyOrder("across-upright", "upright", "across");
  }

  @Test
  void preprocessingOtherThanTheModelsIsRefused() {
    StripedImages.write(folder.resolve("images"), 8, 5);
    train("model", "bow.holdout = 0");
    assertThatThrownBy(() -> explain(folder.resolve("images"), "preprocess.resize = 24"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain with the model %s: it was trained on images preprocessed otherwise (preprocess.resize is [24] and was []); set it as it was"
                .formatted(folder.resolve("model")));
    assertThatThrownBy(() -> explain(folder.resolve("images"), "method.name = gradient"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain a Bag-of-Words model by gradient: it has no layers to differentiate; set method.name = lrp");
    assertThatThrownBy(() -> explain(folder.resolve("images"), "method.precision = float64"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain a Bag-of-Words model in float64: its decomposition is in double precision as it is; remove method.precision");
  }

  @Test
  void anImageThatCannotBeReadIsLeftOutAndCounted() {
    Path images = StripedImages.write(folder.resolve("images"), 8, 6);
    StripedImages.text(images.resolve("across/zz.png"));
    TrainBowResult result = train("model", "bow.holdout = 0");
    assertThat(result.trained()).isEqualTo(16);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.failedTooMany()).isTrue();
    assertThat(result.evaluation()).isNull();
  }

  @Test
  void testImagesMayLieElsewhereButOnlyOfKnownClasses() {
    StripedImages.write(folder.resolve("images"), 10, 7);
    Path test = StripedImages.write(folder.resolve("test"), 4, 8);
    String setting = "bow.test-path = \"%s\"".formatted(test);
    TrainBowResult result = train("model", setting);
    assertThat(result.trained()).isEqualTo(20);
    assertThat(Objects.requireNonNull(result.evaluation()).images()).isEqualTo(8);
    StripedImages.picture(test.resolve("slanted/0.png"), true, new Random(1));
    assertThatThrownBy(() -> train("other", setting))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot measure on bow.test-path: class slanted has no training images (slanted/0.png);"
                + " leave the folder out or add images of it to input.path");
  }

  @Test
  void trainingThatCannotSucceedSaysWhy() throws IOException {
    Path images = StripedImages.write(folder.resolve("images"), 3, 9);
    StripedImages.picture(images.resolve("lonely/0.png"), true, new Random(1));
    assertThatThrownBy(() -> train("model", ""))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot train class lonely: it has too few usable training images (1); give it at least"
                + " 2 or leave the class out");
    Files.createDirectories(folder.resolve("taken"));
    Files.writeString(folder.resolve("taken/notes.txt"), "mine");
    assertThatThrownBy(() -> train("taken", ""))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write the model: output.path exists");
    assertThatThrownBy(() -> train("taken", "output.mode = overwrite"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot overwrite the folder: there is no model in it");
    assertThatThrownBy(() -> train("model", "bow.channels = [ { name = A } ]"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use the configuration train.conf: 3 problems
              - bow.channels[0].name is A; it must be a name of lower-case letters, digits, - and _, as it names files
              - bow.channels[0].features is missing; give a section { ... }
              - bow.channels[0].kernel is missing; give a section { ... }
            """
                .stripTrailing());
  }

  @Test
  void imagesSmallerThanEveryFeatureAreFailures() {
    StripedImages.write(folder.resolve("images"), 3, 10);
    assertThatThrownBy(
            () ->
                train(
                    "model",
                    "bow.channels = [ { name = a, features { type = patch, samples = 20 }, words = 2,"
                        + " kernel { type = linear } } ]"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot find visual words for channel a: no training image gave a local feature; see the"
                + " log for the images' failures");
  }

  @Test
  void imagesThatAreAllAlikeHaveNoWords() throws IOException {
    Path images = StripedImages.write(folder.resolve("images"), 1, 11);
    for (int i = 1; i < 4; i++) {
      Files.copy(
          images.resolve("across/00.png"),
          images.resolve(String.format(Locale.ROOT, "across/%02d.png", i)));
      Files.copy(
          images.resolve("across/00.png"),
          images.resolve(String.format(Locale.ROOT, "upright/%02d.png", i)));
    }
    Files.delete(images.resolve("upright/00.png"));
    assertThatThrownBy(
            () ->
                train(
                    "model",
                    "bow.channels = [ { name = a, features { type = colour, sides = 12, quantiles = 1 },"
                        + " words = 4, kernel { type = linear } } ]"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot find visual words for channel a: all local features of the sample are alike (1"
                + " words found); give other images or other features");
  }

  private TrainBowResult train(String model, String more) {
    String text =
        """
        input.path = "%s"
        output.path = "%s"
        """
            .formatted(folder.resolve("images"), folder.resolve(model));
    return new TrainBowAction(
            LocalSpark.session(),
            TrainBowConfig.parse(
                text + CHANNELS + more, "train.conf", List.of(), ChannelPlan::read))
        .run();
  }

  private ExplainResult explain(Path images, String more) {
    String text =
        """
        input.path = "%s"
        model.path = "%s"
        output { path = "%s", heatmaps = 0 }
        targets = [all, "contrast:across-upright"]
        """
            .formatted(images, folder.resolve("model"), folder.resolve("out"));
    return new ExplainAction(
            LocalSpark.session(),
            JobConfigParser.parse(text + more, "explain.conf", List.of()),
            new NeuralExplainerFactory())
        .run();
  }

  private List<Row> table(String name) {
    return new ArrayList<>(
        LocalSpark.session()
            .read()
            .parquet(folder.resolve("out").resolve(name).toString())
            .collectAsList());
  }

  private byte[] bytes(String model, String array) throws IOException {
    return Files.readAllBytes(folder.resolve(model).resolve(array + ".npy"));
  }
}
