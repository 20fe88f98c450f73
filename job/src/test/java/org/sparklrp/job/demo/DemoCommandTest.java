package org.sparklrp.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
  @TempDir private Path parent;

  private String run(int exitCode, String... args) {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new DemoCommand()).setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    assertThat(command.execute(args)).as(out.toString()).isEqualTo(exitCode);
    return out.toString();
  }

  @Test
  void writesTheDemoAndSaysHowToGoOn() throws IOException {
    Path demo = parent.resolve("demo");
    String out = run(0, "--output", demo.toString(), "--images", "12");
    assertThat(out)
        .contains("Wrote 12 images of 6 classes to " + demo.resolve("images"))
        .contains("spark-lrp explain --config " + demo.resolve("demo.conf"))
        .contains("--masks watermark=" + demo.resolve("masks/watermark"));
    try (Stream<Path> files = Files.walk(demo.resolve("images"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(12);
    }
    assertThat(Files.readAllLines(demo.resolve("images.csv")))
        .contains("cow/cow-00001.png,cow,false");
  }

  @Test
  void drawsOtherImagesForAnotherSeedAndForTraining() throws IOException {
    run(0, "--output", parent.resolve("a").toString(), "--images", "6");
    run(0, "--output", parent.resolve("b").toString(), "--images", "6", "--seed", "8");
    run(0, "--output", parent.resolve("c").toString(), "--images", "6", "--training");
    Path image = Path.of("images/tree/tree-00000.png");
    byte[] first = Files.readAllBytes(parent.resolve("a").resolve(image));
    assertThat(Files.readAllBytes(parent.resolve("b").resolve(image))).isNotEqualTo(first);
    assertThat(Files.readAllBytes(parent.resolve("c").resolve(image))).isNotEqualTo(first);
  }

  @Test
  void drawsCleanImagesOfTheTrainingAlone() throws IOException {
    Path demo = parent.resolve("clean");
    run(0, "--output", demo.toString(), "--images", "6", "--training", "--clean");
    assertThat(Files.readString(demo.resolve("images.csv"))).doesNotContain("true");
    assertThat(run(2, "--output", parent.resolve("other").toString(), "--clean"))
        .contains("--clean holds for --training alone");
  }

  @Test
  void needsAFolder() {
    assertThat(run(2, "--images", "6")).contains("Missing required option: '--output=DIR'");
  }
}
