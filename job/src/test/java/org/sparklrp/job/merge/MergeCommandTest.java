package org.sparklrp.job.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
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

/** Two halves of the demo's images, and all of them in one run. */
class MergeCommandTest {
  private static final int IMAGES = 30;

  @TempDir private static Path parent;
  private static DemoFolder demo = new DemoFolder(Path.of(""));

  @BeforeAll
  static void explainHalvesAndTheWhole() throws IOException {
    LocalSpark.session();
    demo = new DemoFolder(parent.resolve("demo"));
    demo.write(new DemoDataset(DemoDataset.Split.TEST, IMAGES, 7));
    Files.writeString(demo.images().resolve("boat/broken.png"), "no image");
    List<Path> images;
    try (Stream<Path> files = Files.walk(demo.images())) {
      images = new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
    }
    for (int i = 0; i < images.size(); i++) {
      Path place =
          parent
              .resolve(i % 3 == 0 ? "first" : "second")
              .resolve(demo.images().relativize(images.get(i)));
      Files.createDirectories(place.getParent());
      Files.copy(images.get(i), place);
    }
    explain("run-1", parent.resolve("first"));
    explain("run-2", parent.resolve("second"));
    explain("whole", demo.images());
  }

  private static void explain(String name, Path images, String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("explain", "--config", demo.config().toString()));
    for (String set :
        Stream.concat(
                Stream.of(
                    "output.heatmaps=0",
                    "output.by=outcome",
                    "job.max-failed-fraction=1",
                    "output.path=\"" + parent.resolve(name) + "\"",
                    "input.path=\"" + images + "\""),
                Stream.of(settings))
            .toList()) {
      arguments.addAll(List.of("--set", set));
    }
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static List<Row> table(String run) {
    return LocalSpark.session()
        .read()
        .parquet(parent.resolve(run).resolve("class_statistics").toString())
        .orderBy("target", "outcome")
        .collectAsList();
  }

  /** Every cell, numbers to rounding. */
  private static void assertSameStatistics(String run, String expected) {
    assertAlike(table(run), table(expected), 1e-10);
  }

  /** Means to rounding; sums of relevance in other orders differ a little. */
  private static void assertSameLayers(String run, String expected) {
    assertAlike(layers(run), layers(expected), 1e-9);
  }

  private static void assertAlike(List<Row> rows, List<Row> others, double rounding) {
    assertThat(rows).hasSameSizeAs(others).isNotEmpty();
    for (int i = 0; i < rows.size(); i++) {
      for (String column : rows.get(i).schema().fieldNames()) {
        Object own = rows.get(i).getAs(column);
        Object other = others.get(i).getAs(column);
        if (other instanceof Double number) {
          assertThat((Double) own)
              .as("%s of row %d", column, i)
              .isEqualTo(number, within(rounding * Math.max(1, Math.abs(number))));
        } else if (column.endsWith("_map")) {
          assertCellsAlike(
              rows.get(i).getList(rows.get(i).fieldIndex(column)),
              others.get(i).getList(others.get(i).fieldIndex(column)));
        } else {
          assertThat(own).as("%s of row %d", column, i).isEqualTo(other);
        }
      }
    }
  }

  private static List<Row> layers(String run) {
    return LocalSpark.session()
        .read()
        .parquet(parent.resolve(run).resolve("layers").toString())
        .orderBy("target", "position")
        .collectAsList();
  }

  private static void assertCellsAlike(List<Float> own, List<Float> other) {
    assertThat(own).hasSameSizeAs(other);
    for (int cell = 0; cell < own.size(); cell++) {
      assertThat(own.get(cell)).isEqualTo(other.get(cell), within(1e-5f));
    }
  }

  private static CommandLineRun merge(String glob, String output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "merge",
                "--runs",
                parent.resolve(glob).toString(),
                "--output",
                parent.resolve(output).toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void halvesMergedAreTheWhole() {
    CommandLineRun merged = merge("run-*", "merged");
    assertThat(merged.exitCode()).as(merged.err()).isZero();
    assertThat(merged.out()).contains("Merged 2 runs: 31 images, 30 of them explained, 1 failed");
    assertSameStatistics("merged", "whole");
    assertSameLayers("merged", "whole");
    assertThat(table("whole").stream().map(row -> row.<String>getAs("outcome")))
        .contains("correct", (String) null);
  }

  @Test
  void imagesOfTwoRunsAreRefusedOrTheLaterStands() {
    CommandLineRun refused = merge("{run-1,whole}", "twice");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err())
        .contains("Cannot merge runs: 11 images are in several of them (boat/");
    CommandLineRun later = merge("{run-1,whole}", "twice", "--duplicates", "later");
    assertThat(later.exitCode()).as(later.err()).isZero();
    assertThat(later.out()).contains("11 images were in several runs");
    assertSameStatistics("twice", "whole");
    CommandLineRun again = merge("{run-1,whole}", "twice", "--duplicates", "later");
    assertThat(again.err()).contains("Cannot write the merged statistics: output.path exists");
    CommandLineRun among = merge("whole", "run-2", "--overwrite");
    assertThat(among.exitCode()).isEqualTo(2);
    assertThat(among.err()).contains("the command merge did not write it");
  }

  @Test
  void runsThatDoNotBelongTogetherAreRefused() throws IOException {
    Path other = Files.createDirectories(parent.resolve("other"));
    Files.writeString(
        other.resolve("manifest.json"),
        Files.readString(parent.resolve("run-1/manifest.json"))
            .replace("epsilon-gamma-box", "epsilon-plus")
            .replace("\"boat\"", "\"ship\""));
    CommandLineRun refused = merge("{run-1,other}", "mixed");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err())
        .contains(
            "differ in method.composite (epsilon-plus, epsilon-gamma-box), the names of the classes;");
    CommandLineRun none = merge("nowhere-*", "none");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("Cannot merge runs: no folder is there (");
  }
}
