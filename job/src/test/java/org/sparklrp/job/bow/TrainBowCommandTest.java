package org.sparklrp.job.bow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.Golden;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.command.ExitCode;

/** Training and explaining with Bag-of-Words models as users do it. */
class TrainBowCommandTest {
  private static final double EXACT = 1e-6;

  @TempDir private static Path shared;
  private static CommandLineRun training;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    LocalSpark.session();
    StripedImages.write(shared.resolve("images"), 10, 1);
    Files.writeString(
        shared.resolve("train.conf"),
        """
        bow.cost = [0.1, 1]
        bow.holdout = 0.3
        bow.channels = [
          { name = patch, features { type = patch, samples = 3, step = 2 }, whitening { kind = zca },
            words = 8, sample = 400, mapping { type = rank, nearest = 3 }, tiling = ["1x1", "2x1"],
            kernel { type = histogram-intersection } }
          { name = colour, features { type = colour, sides = 4, step = 2, border = clipped },
            words = 5, sample = 200, mapping { type = soft, sharpness = 20 }, pooling = 2,
            kernel { type = linear } }
        ]
        """);
    training = train(shared.resolve("model"));
  }

  private static CommandLineRun train(Path model, String... settings) {
    return run(
        "train-bow",
        shared.resolve("train.conf"),
        "input.path=" + shared.resolve("images"),
        model,
        settings);
  }

  private static CommandLineRun run(
      String command, Path config, String input, Path output, String... settings) {
    List<String> args = new ArrayList<>(List.of(command, "--config", config.toString()));
    args.addAll(List.of("--set", input, "--set", "output.path=" + output));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private CommandLineRun explain(Path images, String... settings) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("explain.conf"),
            """
            model.path = "%s"
            output.heatmaps = 0
            """
                .formatted(shared.resolve("model")));
    return run("explain", config, "input.path=" + images, folder.resolve("out"), settings);
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder.resolve("out").resolve(name).toString());
  }

  @Test
  void accuracyAndAveragePrecisionArePrintedPerClass() throws IOException {
    assertThat(training.err()).isEmpty();
    assertThat(training.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(training.out())
        .containsPattern("(?m)^across +3 +[01]\\.\\d{3}$")
        .containsPattern("(?m)^upright +3 +[01]\\.\\d{3}$")
        .contains("trained on 14 images, ")
        .contains("held out: 6 images, accuracy ")
        .contains(shared.resolve("model").toString());
    assertThat(Files.readString(shared.resolve("model/model.json")))
        .contains("\"average-precision\"")
        .contains("\"accuracy\"");
  }

  @Test
  void explainingTrainingImagesSaysSo() throws IOException {
    Path images = shared.resolve("images");
    CommandLineRun all = explain(images);
    assertThat(all.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(all.out())
        .containsPattern(
            "(?m)^the model was trained on 14 of these images, where accuracy means nothing; on the"
                + " others it is [\\d.]+ % \\([0-6] of 6\\)$");
    CommandLineRun others =
        explain(StripedImages.write(folder.resolve("others"), 2, 3), "output.mode=overwrite");
    assertThat(others.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(others.out()).doesNotContain("was trained on");
    assertThat(Files.readAllLines(shared.resolve("model/images.csv")))
        .hasSize(21)
        .startsWith("uri,class,use")
        .anyMatch(line -> line.matches("\"file:.*/across/\\d+.png\",\"across\",held-out"))
        .filteredOn(line -> line.endsWith(",\"upright\",words+classifier"))
        .hasSize(7);
  }

  @Test
  void theSameSeedGivesTheSameArrays() throws IOException {
    assertThat(train(folder.resolve("again")).exitCode()).isEqualTo(ExitCode.DONE);
    Map<String, byte[]> first = arrays(shared.resolve("model"));
    Map<String, byte[]> second = arrays(folder.resolve("again"));
    assertThat(second.keySet()).isEqualTo(first.keySet()).hasSize(8);
    first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> arrays(Path model) throws IOException {
    Map<String, byte[]> arrays = new HashMap<>();
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".npy")).toList()) {
        arrays.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return arrays;
  }

  @Test
  void theRelevanceOfWordsAndOfLocalFeaturesAddsUpToTheScore() throws IOException {
    Path images = StripedImages.write(folder.resolve("images"), 3, 2);
    StripedImages.text(images.resolve("across/broken.png"));
    CommandLineRun run =
        explain(
            images,
            "output.bow-details=true",
            "targets=[all, contrast:across-upright]",
            "job.max-failed-fraction=0.5");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(table("failures").count()).isEqualTo(1);
    List<Row> explanations =
        table("explanations").orderBy("image_id", "target_name").collectAsList();
    assertThat(explanations).hasSize(6 * 3);
    assertSums(explanations, sums("words"));
    assertSums(explanations, sums("local_features"));
    int dimensions = 3 * 8 + 5;
    assertThat(table("words").count()).isEqualTo(explanations.size() * (long) dimensions);
    assertThat(table("words").select("channel", "cell", "word").distinct().count())
        .isEqualTo(dimensions);
    assertThat(table("words").where("not mapped and value > 0").count()).isZero();
    assertThat(table("words").where("mapped and value <= 0").count()).isZero();
    assertThat(table("local_features").where("channel = 'patch'").count())
        .isEqualTo(explanations.size() * 25L);
    assertThat(
            table("local_features")
                .where("left >= 0 and top >= 0 and right <= 12 and bottom <= 12")
                .where("left < right and top < bottom and word between 0 and 7")
                .count())
        .isEqualTo(table("local_features").count());
    assertThat(Files.readString(folder.resolve("out/manifest.json")))
        .contains("local_features")
        .contains("words");
  }

  /** Sums of relevance, in the order of the explanations. */
  private List<Row> sums(String table) {
    return table(table)
        .groupBy("image_id", "target_name")
        .agg(functions.sum("relevance").as("sum"))
        .orderBy("image_id", "target_name")
        .collectAsList();
  }

  private static void assertSums(List<Row> explanations, List<Row> sums) {
    assertThat(sums).hasSameSizeAs(explanations);
    for (int i = 0; i < sums.size(); i++) {
      Row explanation = explanations.get(i);
      assertThat(sums.get(i).<String>getAs("image_id")).isEqualTo(explanation.getAs("image_id"));
      double score = explanation.getAs("score");
      double residual = explanation.getAs("residual");
      assertThat(sums.get(i).<Double>getAs("sum") + residual)
          .isCloseTo(score, within(EXACT * Math.abs(score)));
    }
  }

  @Test
  void whatASpreadOfLocalFeaturesOverTheirAreasGivesIsTheMap() throws IOException {
    explain(StripedImages.write(folder.resolve("images"), 1, 3), "output.bow-details=true");
    for (Row map : table("maps").collectAsList()) {
      double[] spread = new double[StripedImages.SIDE * StripedImages.SIDE];
      for (Row feature :
          table("local_features")
              .where(functions.col("image_id").equalTo(map.<String>getAs("image_id")))
              .collectAsList()) {
        int left = feature.getAs("left");
        int right = feature.getAs("right");
        int top = feature.getAs("top");
        int bottom = feature.getAs("bottom");
        double share = feature.<Double>getAs("relevance") / ((right - left) * (bottom - top));
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            spread[y * StripedImages.SIDE + x] += share;
          }
        }
      }
      double largest = Arrays.stream(spread).map(Math::abs).max().orElseThrow();
      List<Float> pixels = map.getList(map.fieldIndex("relevance"));
      for (int q = 0; q < spread.length; q++) {
        assertThat((double) pixels.get(q)).isCloseTo(spread[q], within(EXACT * largest));
      }
    }
  }

  @Test
  void withoutTheWishThereAreNoSuchTables() throws IOException {
    assertThat(explain(shared.resolve("images")).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("out/maps")).exists();
    assertThat(folder.resolve("out/words")).doesNotExist();
    assertThat(folder.resolve("out/local_features")).doesNotExist();
  }

  @Test
  void aNetworkHasNoWords() throws IOException {
    String network = Golden.file("tiny-cnn", "model.onnx");
    CommandLineRun run =
        explain(
            shared.resolve("images"),
            "model.path=" + network,
            "output.bow-details=true",
            "preprocess.resize=[16,16]");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(run.err())
        .isEqualTo(
            "Cannot write words and local features: the model is a network and has none (%s); remove output.bow-details or give model.path the directory of a Bag-of-Words model\n"
                .formatted(network));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anImageWithoutFeaturesIsAFailureAndTheOthersAreExplained() throws IOException {
    Path images = StripedImages.write(folder.resolve("images"), 2, 4);
    BufferedImage tiny = new BufferedImage(9, 2, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(tiny, "png", images.resolve("across/tiny.png").toFile());
    CommandLineRun run = explain(images, "output.bow-details=true");
    assertThat(run.exitCode()).isEqualTo(ExitCode.GATE_FAILED);
    assertThat(run.out()).contains("5 images: 4 explained, 1 failed\n");
    Row failure = table("failures").first();
    assertThat(failure.<String>getAs("image_id")).endsWith("across/tiny.png");
    assertThat(failure.<String>getAs("stage")).isEqualTo("explain");
    assertThat(failure.<String>getAs("reason"))
        .isEqualTo("channel patch: its smallest feature covers 3 x 3 pixels, the image has 9 x 2");
    assertThat(table("words").select("image_id").distinct().count()).isEqualTo(4);
  }

  @Test
  void aModelsDirectoryThatIsDamagedIsNamedInOneSentence() throws IOException {
    assertDamage(
        "Cannot read the model: the directory has no model.json (",
        model -> Files.delete(model.resolve("model.json")));
    assertDamage(
        "it has no file patch-vocabulary.npy; put the file there, or correct its name in model.json",
        model -> Files.delete(model.resolve("patch-vocabulary.npy")));
    assertDamage(
        "its files do not belong together (channel patch:",
        model -> copy(model, "colour-support-vectors.npy", "patch-support-vectors.npy"));
    assertDamage(
        "dual-coefficients.npy has 1 dimensions and needs 2",
        model -> copy(model, "bias.npy", "dual-coefficients.npy"));
    assertDamage(
        "model.json is not well-formed JSON",
        model -> Files.writeString(model.resolve("model.json"), "{ \"format\": "));
    assertDamage(
        "patch-vocabulary.npy",
        model ->
            Files.write(
                model.resolve("patch-vocabulary.npy"),
                Arrays.copyOf(Files.readAllBytes(model.resolve("patch-vocabulary.npy")), 150)));
  }

  private interface Damage {
    void to(Path model) throws IOException;
  }

  private static void copy(Path model, String from, String to) throws IOException {
    Files.copy(model.resolve(from), model.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same sentence from every command that reads a model. */
  private void assertDamage(String reason, Damage damage) throws IOException {
    Path model = Files.createTempDirectory(folder, "model");
    try (Stream<Path> files = Files.list(shared.resolve("model"))) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    damage.to(model);
    List<CommandLineRun> runs =
        List.of(
            explain(shared.resolve("images"), "model.path=" + model),
            CommandLineRun.of("inspect", "--model", model.toString()),
            CommandLineRun.of("bench", "--model", model.toString()));
    for (CommandLineRun run : runs) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
      assertThat(run.err()).startsWith("Cannot ").contains(reason).hasLineCount(1);
    }
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void whatIsWrongWithATrainingIsSaidInOneSentence() throws IOException {
    assertRefused("Cannot write the model: output.path exists", train(shared.resolve("model")));
    assertRefused(
        "there is no key bow.holdouts", train(folder.resolve("model"), "bow.holdouts=0.1"));
    assertRefused(
        "Cannot read images: no such file or folder",
        train(folder.resolve("model"), "input.path=" + folder.resolve("none")));
    Path images = StripedImages.write(folder.resolve("images"), 3, 5);
    StripedImages.picture(images.resolve("lonely/0.png"), true, new Random(1));
    assertRefused(
        "Cannot train class lonely: it has too few usable training images (1)",
        train(folder.resolve("model"), "input.path=" + images));
    assertThat(folder.resolve("model")).doesNotExist();
  }

  private static void assertRefused(String reason, CommandLineRun run) {
    assertThat(run.err()).contains(reason).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER_ERROR);
  }

  @Test
  void clustersThatStayEmptyAreNoWords() throws IOException {
    Path images = folder.resolve("flat");
    for (int i = 0; i < 6; i++) {
      flat(images.resolve(String.format(Locale.ROOT, "bright/%d.png", i)), 200 + 5 * (i % 2));
      flat(images.resolve(String.format(Locale.ROOT, "dark/%d.png", i)), 20 + 5 * (i % 2));
    }
    CommandLineRun run =
        train(
            folder.resolve("model"),
            "input.path=" + images,
            "bow.holdout=0",
            "bow.channels=[{name=colour, features{type=colour, sides=[4], quantiles=1}, words=40,"
                + " sample=100, mapping{type=hard}, kernel{type=linear}}]");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    CommandLineRun inspected =
        CommandLineRun.of("inspect", "--model", folder.resolve("model").toString());
    assertThat(inspected.out()).containsPattern("(?m)^colour .* 4 +hard ");
    assertThat(explain(images, "model.path=" + folder.resolve("model")).out())
        .contains("12 images: 12 explained, 0 failed\n");
  }

  private static void flat(Path file, int grey) throws IOException {
    BufferedImage picture = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < 144; pixel++) {
      picture.setRGB(pixel % 12, pixel / 12, grey << 16 | grey << 8 | grey);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "png", file.toFile());
  }

  @Test
  void inspectShowsChannelsAndClassifier() {
    CommandLineRun run =
        CommandLineRun.of("inspect", "--model", shared.resolve("model").toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("Bag-of-Words model\n\n")
        .containsPattern(
            "(?m)^patch +patch rgb x 27 +3 +2 inside +to \\d+ +8 +rank 2.4\\^-r, 3 nearest"
                + " +sum +- +1x1\\+2x1 +24 +histogram-intersection +[\\d.]+ +exact$")
        .containsPattern(
            "(?m)^colour +colour \\w+ x \\d+ +4 +2 clipped +- +5 +soft 20.0, \\d nearest"
                + " +p=2.0 +- +1x1 +5 +linear +[\\d.]+ +exact$")
        .contains("2 classes: across, upright\n")
        .containsPattern("(?m)^\\d+ support vectors of 29 dimensions$")
        .containsPattern("(?m)^memory: \\d+ KB per executor for the model$");
  }

  @Test
  void benchTimesPredictionsExplanationsAndTheirSteps() throws IOException {
    Path json = folder.resolve("bench.json");
    String model = shared.resolve("model").toString();
    CommandLineRun run =
        CommandLineRun.of(
            "bench",
            "--model",
            model,
            "--input-shape",
            "3,12,12",
            "--threads",
            "2",
            "--batch",
            "4",
            "--rounds",
            "2",
            "--warm-up",
            "1",
            "--json",
            json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("random images of 3x12x12, 2 threads\n")
        .containsPattern("(?m)^prediction +[\\d.,]+ +1\\.00 +[\\d.]+$")
        .containsPattern("(?m)^explanation +[\\d.,]+ +[\\d.]+ +[\\d.]+$")
        .containsPattern("(?m)^  another target +[\\d.]+ +[\\d.]+$");
    JsonNode numbers = new ObjectMapper().readTree(json.toFile());
    assertThat(numbers.at("/forward/images_per_second").asDouble()).isPositive();
    assertThat(numbers.at("/explanation/images_per_second").asDouble()).isPositive();
    assertThat(numbers.at("/explanation/ratio_to_forward").asDouble()).isPositive();
    assertThat(numbers.at("/another_target/ratio_to_forward").asDouble()).isPositive();
    assertThat(numbers.path("milliseconds_per_image").fieldNames())
        .toIterable()
        .containsExactly(
            "prediction", "features", "words", "kernels", "explanation", "decomposition");
    assertThat(CommandLineRun.of("bench", "--model", model).err())
        .isEqualTo(
            "Cannot tell the size of the images of %s: the model takes any; give --input-shape, as in 3,224,224\n"
                .formatted(model));
    assertThat(CommandLineRun.of("bench", "--model", model, "--input-shape", "3,2,2").err())
        .isEqualTo(
            "Cannot measure the model on images of [3, 2, 2]: channel patch: its smallest feature covers 3 x 3 pixels, the image has 2 x 2; give another --input-shape\n");
    assertThat(CommandLineRun.of("bench", "--model", model, "--composites", "epsilon-plus").err())
        .startsWith("Cannot measure composites of a Bag-of-Words model: it has no layers");
  }
}
