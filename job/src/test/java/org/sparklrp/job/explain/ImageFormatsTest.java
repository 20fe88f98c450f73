package org.sparklrp.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.Cases;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.command.ExitCode;

/** Image files of every kind through the command line. */
class ImageFormatsTest {
  private static final Path IMAGES = Path.of("..", "common", "src", "test", "resources", "images");

  @TempDir Path folder;

  private CommandLineRun explain(String... overrides) throws IOException {
    assertThat(LocalSpark.session().version()).startsWith("4.");
    List<String> args =
        new ArrayList<>(
            List.of(
                "explain",
                "--config",
                "/dev/null",
                "--set",
                "input.path=" + folder.resolve("images"),
                "--set",
                "input.label=none",
                "--set",
                "model.path=" + Cases.file("colours", "model.onnx"),
                "--set",
                "output.path=" + folder.resolve("out"),
                "--set",
                "output.heatmaps=0",
                "--set",
                "output.mode=overwrite",
                "--set",
                "preprocess.resize=[16,16]"));
    for (String override : overrides) {
      args.add("--set");
      args.add(override);
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void take(String... names) throws IOException {
    Files.createDirectories(folder.resolve("images"));
    for (String name : names) {
      Files.copy(IMAGES.resolve(name), folder.resolve("images").resolve(name));
    }
  }

  private List<String> sizes() {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve("out/explanations").toString())
        .select("image_id", "original_height", "original_width")
        .orderBy("image_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " " + row.getInt(1) + " x " + row.getInt(2))
        .toList();
  }

  @Test
  void everyFormatIsExplainedAndAnOrientationCountsIfAskedFor() throws IOException {
    take("lossy.webp", "transparent.webp", "oriented.webp", "tiff-lzw.tif", "oriented.tif");
    take("frame-inside.gif", "baseline-440.jpg", "exif-rotated.jpg", "palette.bmp");
    byte[] jpeg = Files.readAllBytes(IMAGES.resolve("baseline-420.jpg"));
    Files.write(folder.resolve("images/without-end.jpg"), Arrays.copyOf(jpeg, jpeg.length - 2));
    CommandLineRun stored = explain();
    assertThat(stored.err()).isEmpty();
    assertThat(stored.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(sizes())
        .containsExactly(
            "baseline-440.jpg 45 x 23",
            "exif-rotated.jpg 21 x 30",
            "frame-inside.gif 31 x 44",
            "lossy.webp 21 x 30",
            "oriented.tif 21 x 30",
            "oriented.webp 21 x 30",
            "palette.bmp 21 x 30",
            "tiff-lzw.tif 21 x 30",
            "transparent.webp 21 x 30",
            "without-end.jpg 21 x 30");
    assertThat(explain("preprocess.orientation=exif").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(sizes())
        .contains(
            "exif-rotated.jpg 30 x 21",
            "oriented.tif 30 x 21",
            "oriented.webp 30 x 21",
            "lossy.webp 21 x 30");
  }

  @Test
  void transparencyChangesWhatTheModelSees() throws IOException {
    BufferedImage glass = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
    for (int pixel = 0; pixel < 256; pixel++) {
      glass.setRGB(pixel % 16, pixel / 16, 0x0000ff00);
    }
    Files.createDirectories(folder.resolve("images"));
    ImageIO.write(glass, "png", folder.resolve("images/glass.png").toFile());
    List<Integer> predicted = new ArrayList<>();
    for (String alpha : List.of("white", "black", "drop")) {
      assertThat(explain("preprocess.alpha=" + alpha).exitCode()).isEqualTo(ExitCode.DONE);
      Row row =
          LocalSpark.session()
              .read()
              .parquet(folder.resolve("out/explanations").toString())
              .select("predicted")
              .first();
      predicted.add(row.getInt(0));
    }
    assertThat(predicted)
        .as("white, dark, green: red is the first of equals")
        .containsExactly(0, 3, 1);
  }

  @Test
  void whatIsMissingInAFileIsSaidTruly() throws IOException {
    take("palette.bmp", "lossy.webp");
    byte[] jpeg = Files.readAllBytes(IMAGES.resolve("baseline-420.jpg"));
    byte[] gif = Files.readAllBytes(IMAGES.resolve("first-frame.gif"));
    Path images = folder.resolve("images");
    Files.write(images.resolve("headers.jpg"), Arrays.copyOf(jpeg, 300));
    Files.write(images.resolve("half.jpg"), Arrays.copyOf(jpeg, jpeg.length - 60));
    Files.write(images.resolve("half.gif"), Arrays.copyOf(gif, gif.length / 2));
    CommandLineRun run = explain("job.max-failed-fraction=1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    List<String> reasons =
        LocalSpark.session()
            .read()
            .parquet(folder.resolve("out/failures").toString())
            .select("image_id", "reason")
            .orderBy("image_id")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0) + ": " + row.getString(1))
            .toList();
    assertThat(reasons)
        .containsExactly(
            "half.gif: The GIF is truncated: it ends inside its first image ("
                + gif.length / 2
                + " bytes)",
            "half.jpg: The JPEG is truncated: it ends before its pixels do ("
                + (jpeg.length - 60)
                + " bytes)",
            "headers.jpg: The JPEG is truncated: it ends in its headers (300 bytes)");
  }

  @Test
  void imagesWithoutColourForAModelOfColoursAreToldOnce() throws IOException {
    take("gray.jpg", "black-and-white.png", "lossy.webp");
    List<String> told = new ArrayList<>();
    AbstractAppender ear =
        new AbstractAppender("ear", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
              told.add(event.getMessage().getFormattedMessage());
            }
          }
        };
    ear.start();
    Logger log = (Logger) LogManager.getLogger(ExplainAction.class);
    log.addAppender(ear);
    try {
      assertThat(explain().exitCode()).isEqualTo(ExitCode.DONE);
    } finally {
      log.removeAppender(ear);
    }
    assertThat(told)
        .containsExactly(
            "2 of 3 images have no colours, and the model sees three channels: equal ones");
  }
}
