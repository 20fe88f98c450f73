package org.sparklrp.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;
import org.sparklrp.job.guide.Morning;
import org.sparklrp.job.guide.Queries;
import org.sparklrp.job.virelay.ExportedProject;

/**
 * The demo as a user audits it, by the commands of the guide's page on a morning: drawn, explained,
 * clustered, tested, and compared with the network that was trained again. With a fifth of the
 * page's images.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FindingsIT {
  private static final DemoDataset DATASET = new DemoDataset(DemoDataset.Split.TEST, 600, 7);
  private static final Morning MORNING =
      new Morning(
          List.of("--images", "600"),
          List.of(
              "output.heatmaps=0",
              "verify.images=30",
              "verify.controls=10",
              "compare.splits=50",
              "compare.replicates=50",
              "evaluate.images=2",
              "evaluate.steps=5"));

  @TempDir private static Path parent;
  private static DemoFolder demo = new DemoFolder(Path.of(""));
  private static Set<String> marked = Set.of();
  private static String found = "";

  @BeforeAll
  static void drawAndAudit() {
    LocalSpark.session();
    demo = new DemoFolder(parent.resolve("morning"));
    marked =
        DATASET.entries().stream()
            .filter(DATASET::isWatermarked)
            .map(entry -> "%s/%s.png".formatted(entry.label().label(), entry.name()))
            .collect(Collectors.toSet());
    found = MORNING.run(0, ExitCode.DONE, parent);
  }

  private static String done(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  private static List<Row> table(String name) {
    return table(demo.run(), name);
  }

  private static List<Row> table(Path run, String name) {
    return LocalSpark.session().read().parquet(run.resolve(name).toString()).collectAsList();
  }

  private static List<Row> of(String target, List<Row> rows) {
    return rows.stream().filter(row -> row.<String>getAs("target_name").equals(target)).toList();
  }

  private static Row horseRanked() {
    return of("horse", table("class_ranking")).get(0);
  }

  @Test
  @Order(1)
  void theHorseIsRankedFirstAndItsClusterIsTheWatermark() {
    Row horse = horseRanked();
    assertThat(horse.<Integer>getAs("rank")).isEqualTo(1);
    assertThat(horse.<Double>getAs("q_value")).isLessThan(0.05);
    assertThat(horse.<Double>getAs("concentration")).isGreaterThan(0.2);
    int suspect = horse.<Integer>getAs("cluster");
    List<Row> all = of("horse", table("clusters"));
    long members = all.stream().filter(row -> row.<Integer>getAs("cluster") == suspect).count();
    long both =
        all.stream()
            .filter(row -> row.<Integer>getAs("cluster") == suspect)
            .filter(row -> marked.contains(row.<String>getAs("image_id")))
            .count();
    long withMark =
        all.stream().filter(row -> marked.contains(row.<String>getAs("image_id"))).count();
    assertThat((double) both / members).as("purity").isGreaterThanOrEqualTo(0.9);
    assertThat((double) both / withMark).as("recall").isGreaterThanOrEqualTo(0.9);
  }

  /**
   * Their maps have no relevance of their own on the mark, and the tables tell them all the same.
   */
  @Test
  @Order(2)
  void markedCowsAreAClusterThatIsOftenWrongAndNotSuspicious() {
    Row cow = of("cow", table("class_ranking")).get(0);
    assertThat(cow.<Double>getAs("q_value")).isGreaterThan(0.05);
    List<Row> clusters = of("cow", table("cluster_statistics"));
    assertThat(clusters)
        .anySatisfy(
            cluster -> {
              assertThat(cluster.<Double>getAs("accuracy_effect")).isNotNull().isGreaterThan(0.5);
              assertThat(cluster.<Double>getAs("inside") - cluster.<Double>getAs("elsewhere"))
                  .isLessThan(0.2);
            });
  }

  @Test
  @Order(3)
  void statisticsAddUpToTheClusters() {
    Map<String, Long> counted =
        table("clusters").stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.<String>getAs("target_name") + row.<Integer>getAs("cluster"),
                    Collectors.counting()));
    Map<String, Long> stated =
        table("cluster_statistics").stream()
            .collect(
                Collectors.toMap(
                    row -> row.<String>getAs("target_name") + row.<Integer>getAs("cluster"),
                    row -> row.<Long>getAs("count")));
    assertThat(stated).isEqualTo(counted);
    long explanations = table("explanations").size();
    assertThat(table("clusters")).hasSize(Math.toIntExact(explanations));
  }

  @Test
  @Order(4)
  void partitionsChangeNothing() {
    List<String> before = rows("clusters");
    List<String> ranking = rows("class_ranking");
    LocalSpark.session().conf().set("spark.sql.shuffle.partitions", "5");
    LocalSpark.session().conf().set("spark.sql.files.maxPartitionBytes", "60000");
    try {
      done("cluster", "--run", demo.run().toString());
    } finally {
      LocalSpark.session().conf().set("spark.sql.shuffle.partitions", "2");
      LocalSpark.session().conf().unset("spark.sql.files.maxPartitionBytes");
    }
    assertThat(rows("clusters")).isEqualTo(before);
    assertThat(rows("class_ranking")).isEqualTo(ranking);
  }

  private static List<String> rows(String table) {
    return table(table).stream().map(Row::toString).sorted().toList();
  }

  @Test
  @Order(5)
  void onlyTheWatermarkIsConfirmed() throws IOException {
    assertThat(found).contains("class horse:", "confirmed", "not-confirmed");
    int suspect = horseRanked().<Integer>getAs("cluster");
    assertThat(table("findings")).hasSizeGreaterThan(3);
    for (Row finding : table("findings")) {
      boolean isMark =
          finding.<String>getAs("target_name").equals("horse")
              && finding.<Integer>getAs("cluster") == suspect;
      assertThat(finding.<String>getAs("verdict").equals("confirmed"))
          .as(finding.toString())
          .isEqualTo(isMark);
    }
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(demo.run().resolve("findings/_IDS.csv"))) {
      ids.add(line.substring(line.lastIndexOf(',') + 1));
    }
    assertThat(ids.remove(0)).isEqualTo("image");
    assertThat(marked).containsAll(ids.subList(0, 20));
    Map<Integer, String> byRank =
        table("finding_images").stream()
            .filter(row -> row.<String>getAs("target_name").equals("horse"))
            .filter(row -> row.<Integer>getAs("cluster") == suspect)
            .collect(
                Collectors.toMap(
                    row -> row.<Integer>getAs("rank"), row -> row.<String>getAs("image_id")));
    assertThat(byRank)
        .containsEntry(1, ids.get(0))
        .containsEntry(ids.size(), ids.get(ids.size() - 1));
  }

  @Test
  @Order(6)
  void theNetworkThatWasTrainedAgainIsClean() {
    String again = MORNING.run(1, ExitCode.GATE_FAILED, parent);
    Path run = parent.resolve("morning/run-clean");
    for (Row finding : table(run, "findings")) {
      assertThat(finding.<String>getAs("verdict")).as(finding.toString()).isNotEqualTo("confirmed");
    }
    assertThat(again).contains("class.mean-map", "fail");
    Row first =
        table(run, "drift").stream()
            .filter(row -> row.<Boolean>getAs("breached"))
            .max(
                Comparator.comparingDouble(
                    row -> row.<Double>getAs("effect") / row.<Double>getAs("threshold")))
            .orElseThrow();
    assertThat(first.<String>getAs("entity")).isEqualTo("horse");
  }

  @Test
  @Order(7)
  void theGuidesQueriesAreAnswered() throws SQLException {
    new Queries(parent.resolve("morning/run-clean")).ask();
  }

  @Test
  @Order(8)
  void imagesAndModelMayMove() throws IOException {
    Path images = demo.root().resolve("images");
    Path elsewhere = parent.resolve("elsewhere");
    Files.move(images, elsewhere);
    CommandLineRun lost = CommandLineRun.of("verify", "--run", demo.run().toString());
    assertThat(lost.exitCode()).isEqualTo(2);
    assertThat(lost.err())
        .startsWith("Cannot verify findings: an image of the run is not there (")
        .endsWith("; name the folder where its images lie now with --set input.path=...\n");
    Path model = parent.resolve("moved.onnx");
    Files.move(demo.root().resolve("model.onnx"), model);
    CommandLineRun without = CommandLineRun.of("verify", "--run", demo.run().toString());
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err())
        .startsWith("Cannot read the model: ")
        .endsWith("give model.path an existing one\n");
    done(
        "verify",
        "--run",
        demo.run().toString(),
        "--set",
        "input.path=\"" + elsewhere + "\"",
        "--set",
        "model.path=\"" + model + "\"",
        "--set",
        "verify.images=10");
    Set<Integer> images10 =
        table("findings").stream()
            .map(row -> row.<Integer>getAs("images"))
            .collect(Collectors.toSet());
    assertThat(images10).contains(10);
  }

  /** Where images and model have moved to. */
  @Test
  @Order(9)
  void theRunIsAProjectOfVirelay() throws IOException {
    Path project = parent.resolve("virelay");
    Path elsewhere = parent.resolve("elsewhere");
    String out =
        done(
            "export-virelay",
            "--run",
            demo.run().toString(),
            "--output",
            project.toString(),
            "--images",
            "20",
            "--set",
            "input.path=\"" + elsewhere + "\"",
            "--set",
            "model.path=\"" + parent.resolve("moved.onnx") + "\"");
    assertThat(out).startsWith("Wrote 120 explanations of 6 classes to ");
    assertThat(new ExportedProject(project, demo.run(), elsewhere).assertHolds(3)).isEqualTo(20);
    try (Stream<Path> files = Files.walk(project)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(3 + 2 * 6);
    }
  }

  @Test
  @Order(10)
  void largeClassesAreSampledAndTheOthersJoin() {
    done(
        "cluster",
        "--run",
        demo.run().toString(),
        "--set",
        "cluster.max-images=40",
        "--set",
        "cluster.picture=10");
    for (Row ranked : table("class_ranking")) {
      List<Row> own = of(ranked.<String>getAs("target_name"), table("clusters"));
      assertThat(own.stream().filter(row -> row.<Boolean>getAs("sampled"))).hasSize(40);
      assertThat(own).hasSize(Math.toIntExact(ranked.<Long>getAs("count")));
      assertThat(own).allSatisfy(row -> assertThat(row.<Double>getAs("x")).isNotNull());
    }
  }
}
