package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.Golden;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.command.ExitCode;

class ExplainCommandTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  @BeforeEach
  void useTheSharedSession() {
    assertThat(LocalSpark.session().version()).startsWith("4.");
  }

  private CommandLineRun explain(String... overrides) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("job.conf"),
            """
            input.path = "%s"
            model { path = "%s", classes = [a, b, c, d, e] }
            output.path = "%s"
            """
                .formatted(
                    folder.resolve("images"),
                    Golden.file("tiny-cnn", "model.onnx"),
                    folder.resolve("out")));
    List<String> args = new ArrayList<>(List.of("explain", "--config", config.toString()));
    for (String override : overrides) {
      args.add("--set");
      args.add(override);
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void drawImages(int count) throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        image.setRGB(pixel % SIDE, pixel / SIDE, random.nextInt(1 << 24));
      }
      Path label =
          Files.createDirectories(folder.resolve("images").resolve(i % 2 == 0 ? "a" : "b"));
      ImageIO.write(image, "png", label.resolve(i + ".png").toFile());
    }
  }

  @Test
  void imagesAreExplainedAndTheRunIsSummarised() throws IOException {
    drawImages(5);
    CommandLineRun run = explain("targets=[predicted,contrast:a-b]");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains("5 images: 5 explained, 0 failed\n")
        .contains(" of 5 images with a known label)\n")
        .endsWith(
            "written to file:%s: class_states, class_statistics, explanations, failures, heatmaps, layers, maps\n"
                .formatted(folder.resolve("out")));
    assertThat(folder.resolve("out/manifest.json")).content().contains("\"contrast:a-b\"");
  }

  @Test
  void tooManyFailuresAreAGateThatFails() throws IOException {
    drawImages(3);
    Files.writeString(folder.resolve("images/a/text.png"), "no image");
    CommandLineRun run = explain();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("4 images: 3 explained, 1 failed\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.GATE_FAILED);
    CommandLineRun tolerant = explain("job.max-failed-fraction=0.25", "output.mode=overwrite");
    assertThat(tolerant.err()).isEmpty();
    assertThat(tolerant.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void anOutputThatExistsIsTheUsersFault() throws IOException {
    drawImages(1);
    assertThat(explain().exitCode()).isEqualTo(ExitCode.DONE);
    CommandLineRun again = explain();
    assertThat(again.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(again.err()).startsWith("Cannot write ").hasLineCount(1);
  }

  @Test
  void faultsOfTheConfigurationAreSaidBeforeAnythingRuns() throws IOException {
    CommandLineRun key = explain("job.batchsize=3", "output.maps=some");
    assertThat(key.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(key.err())
        .isEqualTo(
            """
            Cannot use the configuration %s: 2 problems
              - there is no key job.batchsize; the nearest is job.batch-size
              - output.maps is some; it must be one of signed-sum, per-channel, none
            """
                .formatted(folder.resolve("job.conf")));
    CommandLineRun target = explain("targets=[class:f]");
    assertThat(target.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(target.err())
        .isEqualTo(
            "Cannot explain the target class:f: the model has no class f; the nearest is a, and"
                + " indices 0 to 4 are allowed\n");
    CommandLineRun model = explain("model.path=/no/such/model.onnx");
    assertThat(model.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(model.err()).contains("/no/such/model.onnx").hasLineCount(1);
    CommandLineRun config = CommandLineRun.of("explain", "--config", "/no/such.conf");
    assertThat(config.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(config.err())
        .isEqualTo(
            "Cannot read the configuration: there is no such file (/no/such.conf); name an existing"
                + " file\n");
  }
}
