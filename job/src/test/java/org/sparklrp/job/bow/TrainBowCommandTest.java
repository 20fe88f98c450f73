package org.sparklrp.job.bow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;

/** A Bag-of-Words model through every command, as its user types them. */
class TrainBowCommandTest {
  @TempDir private static Path folder;

  private static CommandLineRun trained = CommandLineRun.of("--version");

  @BeforeAll
  static void trainAModel() throws IOException {
    assertThat(LocalSpark.session().version()).startsWith("4.");
    StripedImages.write(folder.resolve("images"), 20, 1);
    Files.writeString(
        folder.resolve("train.conf"),
        """
        input { path = "%s", label = parent-directory }
        output.path = "%s"
        bow.holdout = 0.25
        bow.channels = [
          { name = patch, features { type = patch, samples = 3, step = 2 }, words = 10, sample = 600
            tiling = ["1x1", "2x1"], kernel { type = histogram-intersection } }
          { name = colour, features { type = colour, sides = 4, step = 2 }, words = 5, sample = 300
            pooling = infinity, kernel { type = chi-square } }
        ]
        """
            .formatted(folder.resolve("images"), folder.resolve("model")));
    trained = train();
  }

  private static CommandLineRun train(String... settings) {
    return run("train-bow", folder.resolve("train.conf"), settings);
  }

  private static CommandLineRun run(String command, Path config, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command, "--config", config.toString()));
    for (String setting : settings) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static CommandLineRun explain(Path images, String model, String out) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve(out + ".conf"),
            """
            input { path = "%s", label = parent-directory }
            model.path = "%s"
            output.path = "%s"
            job.max-failed-fraction = 1
            """
                .formatted(images, folder.resolve(model), folder.resolve(out)));
    return run("explain", config);
  }

  private static List<Row> table(String run, String name) {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve(run).resolve(name).toString())
        .collectAsList();
  }

  @Test
  void trainingTellsWhatTheModelIsWorthAndWhereItIs() {
    assertThat(trained.err()).isEmpty();
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.out())
        .contains("held out: 10 images, accuracy 100.0 %, mean average precision 1.000")
        .endsWith(folder.resolve("model") + "\n");
  }

  @Test
  void theSameCommandGivesTheSameArrays() throws IOException {
    assertThat(train("output.path=" + folder.resolve("again")).exitCode()).isZero();
    for (String name : List.of("patch-vocabulary.npy", "dual-coefficients.npy", "bias.npy")) {
      assertThat(folder.resolve("again").resolve(name))
          .hasBinaryContent(Files.readAllBytes(folder.resolve("model").resolve(name)));
    }
  }

  @Test
  void explainWritesTheTablesOfNetworks() throws IOException {
    CommandLineRun run = explain(folder.resolve("images"), "model", "run");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("40 images: 40 explained, 0 failed\n");
    for (Row row : table("run", "explanations")) {
      double score = row.getAs("score");
      assertThat(Math.abs(row.<Double>getAs("residual"))).isLessThan(1e-6 * Math.abs(score));
    }
  }

  @Test
  void anImageSmallerThanAFeatureIsAFailureRow() throws IOException {
    Path images = StripedImages.write(folder.resolve("some-small"), 2, 5);
    BufferedImage tiny = new BufferedImage(2, 12, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(tiny, "png", images.resolve("across/tiny.png").toFile());
    assertThat(explain(images, "model", "small-run").out()).contains("4 explained, 1 failed");
    assertThat(table("small-run", "failures"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.<String>getAs("reason"))
                    .isEqualTo(
                        "channel patch: its smallest feature covers 3 x 3 pixels, the image has 2 x 12"));
  }

  @Test
  void inspectShowsWhatTheModelIsMadeOf() {
    CommandLineRun run =
        CommandLineRun.of("inspect", "--model", folder.resolve("model").toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern(
            "(?m)^patch +patch +27 +10 +rank +1 +1x1 2x1 +\\S+ +histogram-intersection$")
        .containsPattern("(?m)^colour +colour +\\d+ +5 +rank +infinity +1x1 +\\S+ +chi-square$")
        .containsPattern("35 dimensions, \\d+ support vectors, 2 classes: across, upright");
  }

  @Test
  void benchTimesPredictionsAndExplanations() throws IOException {
    Path json = folder.resolve("bench.json");
    CommandLineRun run =
        CommandLineRun.of(
            "bench",
            "--model",
            folder.resolve("model").toString(),
            "--input-shape",
            "3,12,12",
            "--rounds",
            "2",
            "--json",
            json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^prediction +[\\d.]+ +1\\.00$")
        .containsPattern("(?m)^explanation +[\\d.]+ +[\\d.]+$")
        .containsPattern("(?m)^further target +-?[\\d.]+$");
    JsonNode numbers = new ObjectMapper().readTree(json.toFile());
    assertThat(numbers.at("/prediction/images_per_second").asDouble()).isPositive();
    assertThat(numbers.at("/explanation/images_per_second").asDouble()).isPositive();
    assertThat(numbers.at("/explanation/ratio_to_prediction").asDouble()).isPositive();
    assertThat(numbers.at("/explanation/further_target_ratio").isNumber()).isTrue();
  }

  @Test
  void whatCannotBeMeasuredIsTheUsersFault() {
    String model = folder.resolve("model").toString();
    assertFault(
        CommandLineRun.of("bench", "--model", model),
        "Cannot tell the size of the images for " + model);
    assertFault(
        CommandLineRun.of("bench", "--model", model, "--input-shape", "3,2,2"),
        "Cannot measure with images of [3, 2, 2]: channel patch: its smallest feature covers");
  }

  @Test
  void whatCannotBeTrainedIsTheUsersFault() throws IOException {
    assertFault(train(), "Cannot write the model: output.path exists");
    assertFault(train("bow.chanels=[]"), "bow.chanels");
    Path lonely = StripedImages.write(folder.resolve("lonely"), 4, 2);
    StripedImages.picture(lonely.resolve("alone/1.png"), true, new Random(1));
    assertFault(
        train("input.path=" + lonely, "output.path=" + folder.resolve("none")),
        "Cannot train class alone: it has too few usable training images (1)");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aDamagedModelIsTheUsersFaultInEveryCommand() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    try (var files = Files.list(folder.resolve("model"))) {
      for (Path file : files.toList()) {
        Files.copy(file, damaged.resolve(file.getFileName()));
      }
    }
    Files.writeString(damaged.resolve("bias.npy"), "no numbers");
    String path = damaged.toString();
    assertFault(CommandLineRun.of("inspect", "--model", path), "bias.npy");
    assertFault(CommandLineRun.of("bench", "--model", path), "bias.npy");
    assertFault(explain(folder.resolve("images"), "damaged", "damaged-run"), "bias.npy");
    Files.delete(damaged.resolve("model.json"));
    assertFault(CommandLineRun.of("inspect", "--model", path), "the directory has no model.json");
  }

  private static void assertFault(CommandLineRun run, String message) {
    assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1).doesNotContain("\tat ");
  }
}
