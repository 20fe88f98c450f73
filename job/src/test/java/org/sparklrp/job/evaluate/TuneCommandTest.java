package org.sparklrp.job.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;

/** A small search on the demo by the real command line. */
class TuneCommandTest {
  @TempDir private static Path parent;
  private static String printed = "";

  @BeforeAll
  static void search() throws IOException {
    LocalSpark.session();
    DemoFolder demo = new DemoFolder(parent.resolve("demo"));
    demo.write(new DemoDataset(DemoDataset.Split.TEST, 30, 21));
    printed = searched();
  }

  private static String searched() {
    DemoFolder demo = new DemoFolder(parent.resolve("demo"));
    CommandLineRun run =
        CommandLineRun.of(
            "tune",
            "--config",
            demo.config().toString(),
            "--set",
            "tune={ budget = 6, images = 1, held-out = 2 }",
            "--set",
            "evaluate={ steps = 4, region = 8, replacement = [constant] }");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  @Test
  void goesFromManyMethodsOnFewImagesToFewOnMany() {
    assertThat(printed)
        .startsWith("round 1 of 2: 6 methods on 1 image of each label; best: lrp ")
        .contains("round 2 of 2: 2 methods on 1 image of each label; best: lrp ");
  }

  @Test
  void theSameSearchFindsTheSame() {
    assertThat(searched()).isEqualTo(printed);
  }

  @Test
  void printsTheWinnerWithItsIntervalOnOtherImagesAndASectionThatCanBeCopied() {
    assertThat(printed)
        .contains("srg on 12 held-out images:", "; the winner differs by ")
        .containsAnyOf(" beats the default and every preset:", "None beats the default");
    String block = printed.substring(printed.indexOf("method {"));
    assertThat(
            JobConfigParser.parse(
                    "input.path = i, model.path = m, output.path = o\n" + block, "b", List.of())
                .method()
                .rules()
                .composite())
        .isNotEmpty();
  }
}
