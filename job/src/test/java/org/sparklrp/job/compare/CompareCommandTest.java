package org.sparklrp.job.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;

/** A run of the demo, and a later one in which only the scores of horses have risen. */
class CompareCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path parent;
  private static Path november = Path.of("");
  private static Path december = Path.of("");
  private static Path gates = Path.of("");

  @BeforeAll
  static void explainAndChange() throws IOException {
    LocalSpark.session();
    DemoFolder demo = new DemoFolder(parent.resolve("demo"));
    demo.write(new DemoDataset(DemoDataset.Split.TEST, 72, 7));
    Files.writeString(demo.images().resolve("boat/broken.png"), "no image");
    november = demo.run();
    CommandLineRun run =
        CommandLineRun.of(
            "explain",
            "--config",
            demo.config().toString(),
            "--set",
            "output.heatmaps=0",
            "--set",
            "job.max-failed-fraction=1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    december = parent.resolve("december");
    copy(november, december);
    String explanations = "/explanations";
    LocalSpark.session()
        .read()
        .parquet(november + explanations)
        .selectExpr("* except (score)", "score + if(target_name = 'horse', 5, 0) as score")
        .write()
        .mode("overwrite")
        .parquet(december + explanations);
    Path manifest = december.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replaceFirst("\"started\" : \"\\d+", "\"started\" : \"2999"));
    Files.delete(december.resolve(".manifest.json.crc"));
    gates = parent.resolve("gates.conf");
    Files.writeString(
        gates,
        """
        compare { replicates = 20, splits = 20 }
        audit.root = "%s"
        gates {
          class.score { warn = 0.2, fail = 0.5, min-count = 8 }
          class.mean-map { fail = 0.1, min-count = 8 }
          layer.absorbed { warn = auto }
        }
        """
            .formatted(parent.resolve("audit")));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path place = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(place);
        } else {
          Files.copy(file, place);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandLineRun compare(Path run, Path baseline, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compare",
                "--run",
                run.toString(),
                "--baseline",
                baseline.toString(),
                "--config",
                gates.toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void aRunIsNotDriftedFromItself() {
    CommandLineRun run =
        compare(november, november, "--set", "audit.root=none", "--set", "gates={}");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("72 images of the run, 72 of the baseline, 72 of both")
        .contains("no drift\npassed: ");
    List<Row> rows = LocalSpark.session().read().parquet(november + "/drift").collectAsList();
    assertThat(rows)
        .hasSizeGreaterThan(6 * 13)
        .filteredOn(row -> !row.<String>getAs("metric").equals("run.failed-fraction"))
        .allSatisfy(row -> assertThat(row.<Double>getAs("effect")).isZero());
    assertThat(rows)
        .filteredOn(row -> row.<String>getAs("metric").equals("run.failures"))
        .singleElement()
        .satisfies(row -> assertThat(row.<String>getAs("entity")).startsWith("decode: "));
  }

  @Test
  void whatRoseIsNamedAndFailsTheGateAndStandsInTheHistory() throws IOException {
    CommandLineRun explained = compare(december, november, "--explain-gates");
    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains("class.score")
        .contains(
            "  class.mean-map { fail = 0.1, against = baseline, min-effect = 0.02, min-count = 8 }");
    assertThat(december.resolve("compare.json")).doesNotExist();

    CommandLineRun run = compare(december, november, "--set", "compare.open-lineage=true");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    JsonNode verdict = JSON.readTree(december.resolve("compare.json").toFile());
    assertThat(verdict.path("status").asText()).isEqualTo("failed");
    assertThat(verdict.path("gates")).hasSize(3);
    assertThat(verdict.path("breaches")).hasSize(1);
    JsonNode breach = verdict.path("breaches").path(0);
    assertThat(breach.path("entity").asText()).isEqualTo("horse");
    assertThat(breach.path("metric").asText()).isEqualTo("class.score");
    assertThat(breach.path("value").asDouble() - breach.path("baseline_value").asDouble())
        .isBetween(4.9999, 5.0001);
    assertThat(run.out()).contains("horse").contains("failed: ");
    assertThat(Files.readString(december.resolve("metrics.prom")))
        .contains(
            "spark_lrp_drift_breached{metric=\"class.score\",entity=\"horse\",sample=\"all\"} 1.0\n")
        .endsWith("spark_lrp_drift_failed 1\n# EOF\n");
    List<String> events = Files.readAllLines(december.resolve("events.jsonl"));
    assertThat(events).hasSize(2);
    assertThat(JSON.readTree(events.get(0)).path("event").asText()).isEqualTo("breach");
    assertThat(JSON.readTree(events.get(1)).path("status").asText()).isEqualTo("failed");

    assertLineage(JSON.readTree(december.resolve("openlineage.json").toFile()));

    CommandLineRun again =
        compare(
            december,
            november,
            "--set",
            "gates={class.score {fail = 0.5, against = previous, min-count = 8}}");
    assertThat(again.exitCode()).as(again.err() + again.out()).isZero();
    CommandLineRun trend =
        CommandLineRun.of(
            "history",
            "--root",
            parent.resolve("audit").toString(),
            "--metric",
            "class.score",
            "--class",
            "horse");
    assertThat(trend.exitCode()).as(trend.err()).isZero();
    assertThat(trend.out().lines()).hasSize(2);
    assertThat(trend.out()).contains("december");
    try (Stream<Path> files = Files.list(parent.resolve("audit/history"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).hasSize(2);
    }
  }

  private static void assertLineage(JsonNode root) {
    JsonNode facet = root.path("dataQualityAssertions");
    assertThat(facet.path("_producer").asText()).startsWith("urn:spark-lrp:");
    assertThat(facet.path("_schemaURL").asText())
        .endsWith(
            "DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet");
    List<JsonNode> failed = new ArrayList<>();
    for (JsonNode assertion : facet.path("assertions")) {
      assertThat(assertion.path("assertion").asText()).isNotEmpty();
      assertThat(assertion.path("success").isBoolean()).isTrue();
      if (!assertion.path("success").asBoolean()) {
        failed.add(assertion);
      }
    }
    assertThat(facet.path("assertions")).hasSizeGreaterThan(2 * 6);
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).path("severity").asText()).isEqualTo("error");
    assertThat(failed.get(0).path("name").asText()).isEqualTo("class.score of horse (all)");
    assertThat(failed.get(0).path("expected").asText()).isEqualTo("an effect of at most 0.5");
  }

  /** A month that lacks a third of the images, beside one with all. */
  @Test
  void theTableIsWhatTheFormulasSay() throws IOException {
    Path october = parent.resolve("october");
    copy(november, october);
    for (String table : List.of("explanations", "maps")) {
      LocalSpark.session()
          .read()
          .parquet(november.resolve(table).toString())
          .where("pmod(xxhash64(image_id), 3) > 0")
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(october.resolve(table).toString());
    }
    CommandLineRun run = compare(october, november, "--set", "audit.root=none");
    assertThat(run.exitCode()).as(run.err()).isIn(0, 4);
    List<Row> drift =
        LocalSpark.session()
            .read()
            .parquet(october + "/drift")
            .where("scope = 'class' and sample = 'all'")
            .collectAsList();
    List<Row> own = explained(october);
    List<Row> others = explained(november);
    List<String> classes = List.of("boat", "car", "cow", "horse", "house", "tree");
    assertThat(drift).hasSize(6 * 13);
    for (Row row : drift) {
      String name = row.getAs("entity");
      String metric = row.getAs("metric");
      DriftTwin twin = new DriftTwin(name, classes.indexOf(name), own, others);
      DriftTwin.Figures expected = twin.of(metric);
      String what = metric + " of " + name;
      assertThat(row.<Double>getAs("value")).as(what).isEqualTo(expected.value(), within(1e-6));
      assertThat(row.<Double>getAs("baseline_value"))
          .as(what)
          .isEqualTo(expected.base(), within(1e-6));
      assertThat(row.<Double>getAs("effect")).as(what).isEqualTo(expected.effect(), within(1e-6));
      assertThat(row.<Long>getAs("n")).as(what).isEqualTo(twin.n(metric));
    }
    assertQValuesAreThoseOfAllThatIsWatched(
        LocalSpark.session().read().parquet(october + "/drift").collectAsList());
  }

  private static void assertQValuesAreThoseOfAllThatIsWatched(List<Row> drift) {
    List<Row> watched =
        drift.stream()
            .filter(row -> !"no gate watches it".equals(row.getAs("reason")))
            .filter(row -> !row.isNullAt(row.fieldIndex("q_value")))
            .toList();
    assertThat(watched)
        .extracting(row -> row.<String>getAs("metric"))
        .contains("class.score", "class.mean-map");
    List<Double> tested = watched.stream().map(row -> row.<Double>getAs("p_value")).toList();
    for (Row row : watched) {
      assertThat(row.<Double>getAs("q_value"))
          .isEqualTo(DriftTwin.qValue(row.<Double>getAs("p_value"), tested), within(1e-12));
    }
    assertThat(drift)
        .filteredOn(row -> row.<String>getAs("metric").equals("class.score"))
        .allSatisfy(
            row ->
                assertThat(row.isNullAt(row.fieldIndex("q_value")))
                    .isEqualTo(row.<Long>getAs("n") < 8));
  }

  private static List<Row> explained(Path run) {
    return LocalSpark.session()
        .read()
        .parquet(run + "/explanations")
        .join(
            LocalSpark.session()
                .read()
                .parquet(run + "/maps")
                .select("image_id", "target_name", "relevance"),
            new String[] {"image_id", "target_name"},
            "inner")
        .collectAsList();
  }

  @Test
  void runsThatCannotBeComparedAreRefusedInOneSentence() throws IOException {
    Path other = parent.resolve("other");
    Files.createDirectories(other);
    Files.writeString(
        other.resolve("manifest.json"),
        Files.readString(november.resolve("manifest.json"))
            .replace("epsilon-gamma-box", "epsilon-plus")
            .replace("\"boat\"", "\"ship\""));
    CommandLineRun run = compare(other, november);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains(
            "they differ in method.composite (epsilon-plus, epsilon-gamma-box), the names of the classes; compare runs of one method and set of classes");
    CommandLineRun nowhere =
        CommandLineRun.of("history", "--root", parent.resolve("nowhere").toString());
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("Cannot read the history: there is none (");
  }
}
