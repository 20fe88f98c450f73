package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.bow.StripedImages;

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
}
