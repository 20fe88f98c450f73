package org.sparklrp.job.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.audit.evaluation.EvaluatedImage;
import org.sparklrp.config.key.EvaluationConfigParser;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.Golden;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;
import org.sparklrp.job.model.NeuralExplainerFactory;

/** The demo's network measured by the real command line, on two images of each label. */
class EvaluateCommandTest {
  private static final DemoDataset DATASET = new DemoDataset(DemoDataset.Split.TEST, 60, 21);
  private static final List<String> SMALL =
      List.of("evaluate.images=2", "evaluate.steps=6", "evaluate.region=4");
  private static final String METHODS =
      "evaluate.methods=[{composite=\"epsilon-gamma-box\"},{name=sensitivity},{name=grad-cam,layer=nowhere}]";

  @TempDir private static Path parent;
  private static DemoFolder demo = new DemoFolder(Path.of(""));
  private static Path output = Path.of("");
  private static String printed = "";

  @BeforeAll
  static void drawAndMeasure() throws IOException {
    LocalSpark.session();
    demo = new DemoFolder(parent.resolve("demo"));
    demo.write(DATASET);
    output = parent.resolve("out");
    List<String> settings = new ArrayList<>(SMALL);
    settings.add(METHODS);
    settings.add(
        "evaluate.metrics=[srg, insertion-deletion, faithfulness, localisation, complexity,"
            + " class-sensitivity, randomisation, max-sensitivity, completeness]");
    settings.add("evaluate.per-image=true");
    settings.add("evaluate.masks=\"" + demo.watermarkMasks() + "\"");
    settings.add("output.path=\"" + output + "\"");
    CommandLineRun run = evaluate(settings);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    printed = run.out();
  }

  private static CommandLineRun evaluate(List<String> settings) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", "--config", demo.config().toString()));
    for (String setting : settings) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static List<Row> table(String name) {
    return LocalSpark.session().read().parquet(output.resolve(name).toString()).collectAsList();
  }

  private static Row overall(String method, String metric) {
    return table("evaluation").stream()
        .filter(row -> row.getAs("target_name") == null)
        .filter(row -> row.<String>getAs("method").equals(method))
        .filter(row -> row.<String>getAs("metric").equals(metric))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsTheCostBeforehandAndTheWinnerAfterwards() {
    assertThat(printed)
        .startsWith("12 images, 2 methods; per image 185 forward passes and ")
        .contains(
            "srg 42, insertion-deletion 42, faithfulness 100, randomisation 8 explanations, max-sensitivity 16 explanations")
        .contains("metric", "lrp epsilon-gamma-box", "sensitivity", "random", "constant")
        .contains("srg linear", "mean rank", "Kendall's W")
        .contains("grad-cam layer=nowhere: Cannot ")
        .endsWith(output.resolve("evaluation") + System.lineSeparator());
  }

  @Test
  void theTableHasMeansIntervalsAndPairedDifferences() {
    Row relevance = overall("lrp epsilon-gamma-box", "srg");
    assertThat(relevance.<Integer>getAs("n")).isEqualTo(12);
    assertThat(relevance.<String>getAs("replacement")).isEqualTo("linear");
    assertThat(relevance.<String>getAs("better")).isEqualTo("high");
    assertThat(relevance.<Double>getAs("lower")).isPositive();
    assertThat(relevance.<Double>getAs("difference")).isNull();
    Row random = overall("random", "srg");
    assertThat(random.<Double>getAs("difference"))
        .isCloseTo(random.<Double>getAs("value") - relevance.<Double>getAs("value"), within(1e-9));
    assertThat(random.<Double>getAs("difference_upper")).isNegative();
    assertThat(random.<Double>getAs("q_value")).isLessThan(0.01);
    assertThat(overall("constant", "srg").<Double>getAs("value")).isZero();
    assertThat(overall("lrp epsilon-gamma-box", "completeness_error").<Double>getAs("value"))
        .isLessThan(1e-4);
  }

  @Test
  void whatHasNoNumberHasAReason() {
    Row refused = overall("grad-cam layer=nowhere", "srg");
    assertThat(refused.<Double>getAs("value")).isNull();
    assertThat(refused.<String>getAs("reason")).contains("nowhere");
    Row pointing = overall("sensitivity", "localisation_pointing");
    assertThat(pointing.<Integer>getAs("missing")).as("images without a watermark").isPositive();
    assertThat(pointing.<String>getAs("reason")).isEqualTo("The mask is empty");
    assertThat(pointing.<Integer>getAs("n") + pointing.<Integer>getAs("missing")).isEqualTo(12);
  }

  @Test
  void curvesBeginWithTheImageAndEndWithNothingOfIt() {
    List<Row> curves = table("evaluation_curves");
    assertThat(curves).hasSize(4 * 2 * 2 * 7);
    Set<Double> begins =
        curves.stream()
            .filter(row -> row.<Integer>getAs("step") == 0)
            .map(row -> row.<Double>getAs("score"))
            .collect(Collectors.toSet());
    assertThat(begins).hasSize(1);
    Set<Long> ends =
        curves.stream()
            .filter(row -> row.<Integer>getAs("step") == 6)
            .filter(row -> row.<String>getAs("replacement").equals("linear"))
            .map(row -> Math.round(1e4 * row.<Double>getAs("score")))
            .collect(Collectors.toSet());
    assertThat(ends).hasSize(1);
  }

  @Test
  void everyNumberOfEveryImageIsThereOnRequest() {
    List<Row> images = table("evaluation_images");
    assertThat(images.stream().map(row -> row.<String>getAs("image_id")).distinct()).hasSize(12);
    double mean =
        images.stream()
            .filter(row -> row.<String>getAs("method").equals("sensitivity"))
            .filter(row -> row.<String>getAs("metric").equals("srg"))
            .mapToDouble(row -> row.<Double>getAs("value"))
            .average()
            .orElseThrow();
    assertThat(overall("sensitivity", "srg").<Double>getAs("value")).isCloseTo(mean, within(1e-9));
  }

  /**
   * Batches of another size pad and block their products otherwise: rounding is all they may do.
   */
  @Test
  void partitionsAndBatchesChangeNothing() throws IOException {
    List<EvaluatedImage> one = measured(1, "job.batch-size=64");
    List<EvaluatedImage> other = measured(9, "job.batch-size=5");
    assertThat(other).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(other.get(i).imageId()).isEqualTo(one.get(i).imageId());
      for (int j = 0; j < one.get(i).values().size(); j++) {
        EvaluatedImage.Value value = one.get(i).values().get(j);
        EvaluatedImage.Value twin = other.get(i).values().get(j);
        assertThat(twin.place()).isEqualTo(value.place());
        if (!Double.isNaN(value.number())) {
          assertThat(twin.number())
              .as(value.place().toString())
              .isCloseTo(value.number(), within(1e-4 * Math.max(1, Math.abs(value.number()))));
        }
      }
    }
  }

  private static List<EvaluatedImage> measured(int tasksPerCore, String batch) throws IOException {
    List<String> settings = new ArrayList<>(SMALL);
    settings.add(batch);
    settings.add("output.path=\"" + parent.resolve("again") + "\"");
    settings.add("evaluate.images=1");
    settings.add("evaluate.metrics=[srg,faithfulness,complexity,class-sensitivity]");
    return new EvaluateAction(
            LocalSpark.session(),
            EvaluationConfigParser.parse(Files.readString(demo.config()), "demo.conf", settings),
            new NeuralExplainerFactory(),
            tasksPerCore)
        .run(Optional.empty(), cost -> {})
        .images();
  }

  /** The run explained what is explained here, by the same method: the numbers are the same. */
  @Test
  void theMapsOfAFinishedRunAreMeasuredAsTheyAre() {
    String run = parent.resolve("run").toString();
    CommandLineRun explained =
        CommandLineRun.of(
            "explain",
            "--config",
            demo.config().toString(),
            "--set",
            "output.path=\"" + run + "\"",
            "--set",
            "output.heatmaps=0");
    assertThat(explained.exitCode()).as(explained.err()).isZero();
    CommandLineRun measured =
        CommandLineRun.of(
            "evaluate",
            "--run",
            run,
            "--set",
            "evaluate={ images = 2, steps = 6, region = 4, metrics = [srg, completeness, max-sensitivity] }");
    assertThat(measured.exitCode()).as(measured.out() + measured.err()).isZero();
    assertThat(measured.out()).contains("12 images, 1 method;").doesNotContain("max_sensitivity");
    Row srg =
        LocalSpark.session()
            .read()
            .parquet(run + "/evaluation")
            .where("metric = 'srg' and target_name is null and method = 'lrp epsilon-gamma-box'")
            .collectAsList()
            .get(0);
    assertThat(srg.<Double>getAs("value"))
        .isCloseTo(overall("lrp epsilon-gamma-box", "srg").<Double>getAs("value"), within(1e-4));
  }

  /** A network without convolutions, three images, one of them alone of its class. */
  @Test
  void fewImagesAndAMethodThatTheNetworkCannotHaveAreSaid() throws IOException {
    for (String image : List.of("one/a.png", "two/b.png", "two/c.png")) {
      Path file = parent.resolve("digits").resolve(image);
      Files.createDirectories(file.getParent());
      BufferedImage noise = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      Random random = new Random(image.hashCode());
      IntStream.range(0, 64)
          .forEach(
              pixel -> noise.getRaster().setSample(pixel % 8, pixel / 8, 0, random.nextInt(256)));
      ImageIO.write(noise, "png", file.toFile());
    }
    Path config =
        Files.writeString(
            parent.resolve("mlp.conf"),
            """
            input { path = "%s", label = parent-directory }
            model.path = "%s"
            preprocess.channels = gray
            output.path = "%s"
            evaluate {
              images = 50, steps = 4, region = 2, metrics = [srg]
              methods = [{ composite = epsilon-everywhere }, { name = grad-cam }]
            }
            """
                .formatted(
                    parent.resolve("digits"),
                    Golden.file("tiny-mlp", "model.onnx"),
                    parent.resolve("few")));
    CommandLineRun run = CommandLineRun.of("evaluate", "--config", config.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).startsWith("3 images, 1 method;").contains("grad-cam: Cannot explain ");
    List<Row> rows =
        LocalSpark.session()
            .read()
            .parquet(parent.resolve("few/evaluation").toString())
            .where("metric = 'srg' and method = 'lrp epsilon-everywhere'")
            .collectAsList();
    assertThat(rows).anySatisfy(row -> assertThat(row.<Integer>getAs("n")).isEqualTo(1));
    for (Row row : rows) {
      if (row.<Integer>getAs("n") == 1) {
        assertThat(row.<Double>getAs("value")).isNotNull();
        assertThat(row.<Double>getAs("lower")).as("an interval of one").isNull();
      }
    }
  }

  @Test
  void whatTheModelCannotHaveFirstIsASentence() {
    CommandLineRun run =
        evaluate(
            List.of(
                "output.path=\"" + parent.resolve("never") + "\"",
                "evaluate.methods=[{name=grad-cam,layer=nowhere}]"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Cannot ").contains("nowhere").hasLineCount(1);
    assertThat(parent.resolve("never")).doesNotExist();
  }
}
