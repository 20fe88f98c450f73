package org.sparklrp.job.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Small and wrong runs, by the real command line. */
class ClusterCommandTest {
  @TempDir private static Path parent;
  private static DemoFolder demo = new DemoFolder(Path.of(""));

  @BeforeAll
  static void explainAFewImages() throws IOException {
    LocalSpark.session();
    demo = new DemoFolder(parent.resolve("demo"));
    demo.write(new DemoDataset(DemoDataset.Split.TEST, 14, 7));
    explain(demo.run(), "output.concepts=[\"*\"]", "output.concept-channels=2", "targets=[label]");
  }

  private static void explain(Path output, String... settings) {
    String[] fixed = {
      "explain",
      "--config",
      demo.config().toString(),
      "--set",
      "output.heatmaps=0",
      "--set",
      "output.path=\"" + output + "\""
    };
    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(
                    Stream.of(fixed), Stream.of(settings).flatMap(set -> Stream.of("--set", set)))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static void refused(String sentence, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(sentence);
  }

  private static List<Row> table(String name) {
    return LocalSpark.session().read().parquet(demo.run().resolve(name).toString()).collectAsList();
  }

  @Test
  void takesClassesOfTwoImagesAndConcepts() {
    CommandLineRun run = CommandLineRun.of("cluster", "--run", demo.run().toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(table("class_ranking")).hasSize(6);
    assertThat(table("clusters")).hasSize(14);
    String layer = table("concepts").get(0).<String>getAs("layer");
    CommandLineRun concepts =
        CommandLineRun.of(
            "cluster",
            "--run",
            demo.run().toString(),
            "--set",
            "cluster.on=\"concepts:" + layer + "\"");
    assertThat(concepts.exitCode()).as(concepts.err()).isZero();
    assertThat(table("clusters")).hasSize(14);
    refused(
        "Cannot cluster concepts: the table concepts has no layer nowhere; allowed are ",
        "cluster",
        "--run",
        demo.run().toString(),
        "--set",
        "cluster.on=\"concepts:nowhere\"");
  }

  @Test
  void aClassWithoutExplanationsHasARowThatSaysWhy() throws IOException {
    Path run = parent.resolve("one-class");
    Path boats = demo.images().resolve("boat");
    explain(run, "input.path=\"" + boats + "\"", "targets=[label]");
    CommandLineRun cluster = CommandLineRun.of("cluster", "--run", run.toString());
    assertThat(cluster.exitCode()).as(cluster.err()).isZero();
    List<Row> ranking =
        LocalSpark.session()
            .read()
            .parquet(run.resolve("class_ranking").toString())
            .collectAsList();
    assertThat(ranking).hasSize(6);
    assertThat(ranking)
        .filteredOn(row -> !row.<String>getAs("target_name").equals("boat"))
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("reason"))
                    .isEqualTo("no image was taken for the class or is labelled so"));
    CommandLineRun verify = CommandLineRun.of("verify", "--run", run.toString());
    assertThat(verify.exitCode()).as(verify.err()).isZero();
    assertThat(verify.out()).contains("No cluster is suspicious");
  }

  @Test
  void refusesRunsThatCannotBeClustered() throws IOException {
    Path bare = parent.resolve("bare");
    explain(bare, "output.maps=none");
    refused(
        "Cannot cluster explanations: the run has no maps ("
            + bare.toUri().toString().replace("///", "/").replaceAll("/$", "")
            + "); explain with output.maps = signed-sum",
        "cluster",
        "--run",
        bare.toString());
    refused(
        "Cannot verify findings: the run has no table clusters (",
        "verify",
        "--run",
        bare.toString());
    refused(
        "Cannot export the run: it has no table clusters (",
        "export-virelay",
        "--run",
        bare.toString(),
        "--output",
        parent.resolve("nowhere").toString());
    Path unfinished = Files.createDirectories(parent.resolve("unfinished"));
    refused(
        "Cannot read the run: it has no manifest.json (" + unfinished + ")",
        "cluster",
        "--run",
        unfinished.toString());
    refused(
        "Cannot read the run: it has no manifest.json (" + unfinished + ")",
        "verify",
        "--run",
        unfinished.toString());
  }

  @Test
  void tellsAllProblemsOfItsKeysAtOnce() {
    CommandLineRun run =
        CommandLineRun.of(
            "cluster", "--run", "anywhere", "--set", "cluster.grid=1", "--set", "cluster.on=maps");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("cluster.grid is 1; it must be a whole number from 4 to 64")
        .contains("cluster.on is maps; it must be map, or \"concepts:LAYER\"");
    CommandLineRun verify =
        CommandLineRun.of("verify", "--run", "anywhere", "--set", "verify.image=9");
    assertThat(verify.exitCode()).isEqualTo(2);
    assertThat(verify.err()).contains("there is no key verify.image; allowed are");
  }
}
