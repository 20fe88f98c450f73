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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.Cases;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.command.ExitCode;

class CheckCommandTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  private CommandLineRun explain(List<String> options, String... overrides) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("job.conf"),
            """
            input.path = "%s"
            model { path = "%s", classes = [red, green, blue, dark] }
            output.path = "%s"
            """
                .formatted(
                    folder.resolve("images"),
                    Cases.file("colours", "model.onnx"),
                    folder.resolve("out")));
    List<String> args = new ArrayList<>(List.of("explain", "--config", config.toString()));
    args.addAll(options);
    for (String override : overrides) {
      args.add("--set");
      args.add(override);
    }
    assertThat(LocalSpark.session().version()).startsWith("4.");
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private CommandLineRun check(int images, String... overrides) throws IOException {
    return explain(List.of("--check", String.valueOf(images)), overrides);
  }

  /** Images of one class each, in the folder of a label. */
  private void draw(int count, String label, int brightest) throws IOException {
    Random random = new Random(brightest);
    Path home = Files.createDirectories(folder.resolve("images").resolve(label));
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        int rgb = brightest == 3 ? 0 : 0xb0 << (16 - 8 * brightest);
        image.setRGB(pixel % SIDE, pixel / SIDE, rgb | (random.nextInt(1 << 24) & 0x3f3f3f));
      }
      ImageIO.write(image, "png", home.resolve(i + ".png").toFile());
    }
  }

  private void drawAllClasses() throws IOException {
    draw(15, "red", 0);
    draw(15, "green", 1);
    draw(15, "blue", 2);
    draw(15, "dark", 3);
  }

  @Test
  void someImagesAreTriedAndNothingIsWritten() throws IOException {
    draw(30, "green", 1);
    CommandLineRun run = check(20);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(run.out())
        .startsWith("Tried 20 of 30 images, spread over the dataset; nothing is written\n")
        .contains("\n  20 explained, 0 failed\n  height x width 16 x 16; 20 with colours, 0 grey\n")
        .contains("\n  channels x height x width = 3 x 16 x 16\n")
        .containsPattern("\n  1 +0\\.6902 +0\\.7490 +0\\.7\\d{3} +0\\.0\\d{3}\n")
        .contains("4 classes are predicted, most often: green 20\n")
        .contains("accuracy 100.00 % (20 of 20 images with a known label); chance is 25.00 %\n")
        .containsPattern("sum of relevance / score: median 1\\.0000, from .*, of 20 explanations\n")
        .contains("\nforecast for 30 images\n  time    about ")
        .containsPattern("\n  memory  \\d.* [MG]B held at most")
        .containsPattern("\n  output  about \\d.* KB \\(\\d.* per image\\)");
    assertThat(check(20).out().lines().limit(12))
        .as("the same images each time")
        .containsExactlyElementsOf(run.out().lines().limit(12).toList());
  }

  @Test
  void theForecastOfTheOutputIsNearWhatARunWrites() throws IOException {
    draw(40, "green", 1);
    String forecast = check(40, "output.heatmaps=0").out();
    assertThat(explain(List.of(), "output.heatmaps=0").exitCode()).isEqualTo(ExitCode.DONE);
    long bytes = 0;
    for (String table : List.of("explanations", "maps")) {
      try (var files = Files.list(folder.resolve("out").resolve(table))) {
        for (Path file : files.toList()) {
          bytes += Files.size(file);
        }
      }
    }
    double told =
        Double.parseDouble(forecast.replaceAll("(?s).*output  about ([\\d.]+) KB.*", "$1")) * 1e3;
    assertThat(told / bytes).isBetween(0.5, 2.0);
  }

  @Test
  void anotherOrderOfTheChannelsThatRecognisesMoreIsNamed() throws IOException {
    drawAllClasses();
    assertThat(check(60).out())
        .contains("accuracy 100.00 % (60 of 60 images")
        .endsWith("\nwarnings\n  none\n");
    String wrong = check(60, "preprocess.channels=bgr").out();
    assertThat(wrong)
        .containsPattern(
            "another preprocessing recognises 60 of 60 images, where this one recognises 30:"
                + " preprocess.channels = rgb\n");
  }

  @Test
  void aScaleThatDividesTwiceIsNamed() throws IOException {
    drawAllClasses();
    assertThat(check(60, "preprocess.scale=0.0000153787").out())
        .contains("the model sees nearly one colour: its pixels differ by 0.00294 at most;")
        .containsPattern(
            "another preprocessing recognises 60 of 60 images, where this one recognises 15:"
                + " preprocess.scale = 0.00392156862745098 \\(1/255\\)");
  }

  @Test
  void labelsThatAreNoClassesAndTakenPathsAreToldAndFailuresAreAGate() throws IOException {
    draw(4, "reds", 0);
    Files.writeString(folder.resolve("images/reds/text.png"), "no image");
    Files.createDirectories(folder.resolve("out/something"));
    CommandLineRun run = check(10);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.GATE_FAILED);
    assertThat(run.out())
        .startsWith("Tried 5 of 5 images")
        .contains("4 explained, 1 failed\n")
        .contains("failed: reds/text.png (decode): The file is no ")
        .contains("accuracy unknown: no label of a tried image is a class of the model\n")
        .contains("the label reds (5 images) is no class of the model; the nearest is red\n")
        .contains("the job will not start: Cannot write the results: output.path exists");
    assertThat(check(10, "job.max-failed-fraction=0.5").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void imagesWithoutColourAreToldToAModelOfColours() throws IOException {
    Path home = Files.createDirectories(folder.resolve("images/red"));
    BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(grey, "png", home.resolve("grey.png").toFile());
    assertThat(check(1).out())
        .contains("1 of 1 images have no colours, and the model sees three channels");
  }

  @Test
  void aTrialNeedsAnImage() throws IOException {
    CommandLineRun run = check(0);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--check takes a number of images, at least 1");
  }
}
