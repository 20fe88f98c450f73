package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.mask.MaskFolder;
import org.sparklrp.job.regions.ExplanationChoice;
import org.sparklrp.job.regions.RegionStatistic;
import org.sparklrp.job.regions.RegionsAction;
import org.sparklrp.job.table.FinishedRun;

/**
 * {@code deploy/quickstart.sh --bow}: the demo's question put to a Bag-of-Words model, who looks at
 * the watermark? The script's own commands are run with its own configurations, over fewer images
 * and with fewer words.
 */
class BowQuickstartTest {
  private static final String DATA = "demo-run/bow";

  @TempDir private Path folder;

  @Test
  void relevanceLiesOnTheObjectsAndForHorsesOnTheWatermark() throws Exception {
    Quickstart.Outcome script = Quickstart.in(folder, "").run("--bow", "240");
    assertThat(script.exitCode()).as(script.printed()).isZero();
    LocalSpark.session();
    List<CommandLineRun> runs = new ArrayList<>();
    for (List<String> command : script.commands()) {
      if (command.get(0).equals("spark-lrp")) {
        CommandLineRun run = CommandLineRun.of(smaller(command));
        assertThat(run.err()).as(command.toString()).isEmpty();
        assertThat(run.exitCode()).as(command.toString()).isEqualTo(ExitCode.DONE);
        runs.add(run);
      }
    }
    assertThat(runs).hasSize(5);
    assertThat(runs.get(2).out()).contains("held out: 240 images, accuracy ");
    assertThat(runs.get(3).out()).contains("240 images");
    assertThat(runs.get(4).out()).containsPattern("(?m)^horse +40 +");
    assertThat(folder.resolve(DATA + "/run/heatmaps/horse")).isNotEmptyDirectory();
    assertRelevanceLiesWhereItShould();
    assertTheReportShowsWordsAndLocalFeatures();
  }

  private void assertTheReportShowsWordsAndLocalFeatures() throws IOException {
    Path run = folder.resolve(DATA + "/run");
    CommandLineRun report = CommandLineRun.of("report", "--run", run.toString());
    assertThat(report.exitCode()).as(report.err()).isEqualTo(ExitCode.DONE);
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page).contains("Visual words", "Local features with most relevance");
    assertThat(
            Pattern.compile("<img src=\"data:image/jpeg;base64,\\S+\" alt=\"Part of ")
                .matcher(page)
                .results())
        .hasSizeGreaterThan(40);
  }

  /** The same command, paths below this test's folder, and less to do. */
  private String[] smaller(List<String> command) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String argument : command.subList(1, command.size())) {
      if (argument.startsWith("conf/")) {
        String text =
            Quickstart.text(argument)
                .replace("demo-run/", folder + "/demo-run/")
                .replace("words = 200, sample = 30000", "words = 40, sample = 4000")
                .replace("step = 2 ", "step = 4 ")
                .replace("step = 3,", "step = 6,");
        Path config = folder.resolve(Path.of(argument).getFileName());
        arguments.add(Files.writeString(config, text).toString());
      } else {
        arguments.add(
            argument.equals("600") ? "180" : argument.replace("demo-run/", folder + "/demo-run/"));
      }
    }
    if (arguments.get(0).equals("train-bow")) {
      arguments.addAll(List.of("--set", "bow.cost=8"));
    } else if (arguments.get(0).equals("explain")) {
      arguments.addAll(List.of("--set", "output.bow-details=true"));
    }
    return arguments.toArray(String[]::new);
  }

  private void assertRelevanceLiesWhereItShould() {
    Path data = folder.resolve(DATA);
    List<RegionStatistic> statistics =
        new RegionsAction(
                LocalSpark.session(),
                FinishedRun.open(
                    data.resolve("run").toString(),
                    LocalSpark.session().sessionState().newHadoopConf()),
                List.of(
                    new MaskFolder("object", data.resolve("test/masks/object").toString()),
                    new MaskFolder("watermark", data.resolve("test/masks/watermark").toString())),
                ExplanationChoice.LABEL)
            .run()
            .statistics();
    assertThat(statistics).hasSize(12);
    double onHorses = 0;
    List<RegionStatistic> others = new ArrayList<>();
    for (RegionStatistic statistic : statistics) {
      double concentration = Objects.requireNonNull(statistic.concentration());
      if (statistic.region().equals("object")) {
        assertThat(concentration).as(statistic.toString()).isGreaterThan(1.2);
      } else if (statistic.targetName().equals("horse")) {
        onHorses = concentration;
        assertThat(Objects.requireNonNull(statistic.present().accuracy()))
            .isGreaterThan(Objects.requireNonNull(statistic.absent().accuracy()));
      } else {
        others.add(statistic);
      }
    }
    assertThat(onHorses).isGreaterThan(3);
    double sum = 0;
    for (RegionStatistic other : others) {
      double concentration = Objects.requireNonNull(other.concentration());
      assertThat(concentration).as(other.toString()).isLessThan(onHorses / 2);
      sum += concentration;
    }
    // Few images of another class carry the mark: one bound holds for all of them together.
    assertThat(sum / others.size()).as(others.toString()).isLessThan(1.5);
  }

  @Test
  void everyStepIsAnnouncedAndTheResultsAreNamed() throws Exception {
    Quickstart.Outcome script = Quickstart.in(folder, "").run("--bow");
    assertThat(script.exitCode()).as(script.printed()).isZero();
    assertThat(script.commands())
        .extracting(command -> command.get(0) + " " + command.get(1))
        .containsExactly(
            "mvn -q",
            "spark-lrp demo",
            "spark-lrp demo",
            "spark-lrp train-bow",
            "spark-lrp explain",
            "spark-lrp regions");
    assertThat(script.commands().get(2)).endsWith("--images", "1200");
    assertThat(script.printed())
        .containsSubsequence(
            "Building",
            "Drawing the demo's images",
            "Training a Bag-of-Words classifier",
            "Explaining every image",
            "Measuring where the relevance lies",
            "Done",
            "/demo-run/bow/run/heatmaps",
            "/demo-run/bow/model");
  }

  @Test
  void theNetworksWayEndsWithFindings() throws Exception {
    Quickstart.Outcome script = Quickstart.in(folder, "").run("240");
    assertThat(script.exitCode()).as(script.printed()).isZero();
    assertThat(script.commands())
        .extracting(command -> command.get(0) + " " + command.get(1))
        .containsExactly("mvn -q", "spark-lrp demo", "spark-lrp audit", "spark-lrp regions");
    assertThat(script.printed())
        .contains(
            "class_ranking,findings,evaluation}",
            "/demo-run/data/run/heatmaps",
            "/demo-run/data/run/report.html");
  }

  @Test
  void aStepThatFailsIsTheLast() throws Exception {
    Quickstart.Outcome script = Quickstart.in(folder, "train-bow").run("--bow");
    assertThat(script.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(script.commands()).last().asString().contains("train-bow");
    assertThat(script.printed()).doesNotContain("Explaining every image").doesNotContain("Done");
  }

  @Test
  void anUnknownOptionStartsNothing() throws Exception {
    Quickstart.Outcome script = Quickstart.in(folder, "").run("--bag");
    assertThat(script.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(script.commands()).isEmpty();
    assertThat(script.printed())
        .isEqualTo(
            "Cannot start the quickstart: there is no option --bag; give --bow, a number of images, or nothing\n");
  }
}
