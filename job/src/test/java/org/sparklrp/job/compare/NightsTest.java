package org.sparklrp.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;

/**
 * Thirty nights in a row, each with images of its own. In one the pictures are dark, and one cannot
 * be read.
 */
@Tag("audit")
class NightsTest {
  private static final int NIGHTS = 30;
  private static final int IMAGES = 240;
  private static final int DARK = 17;
  private static final int UNREADABLE = 23;

  @TempDir private Path parent;

  private DemoFolder night(int night) {
    return new DemoFolder(parent.resolve(String.format(Locale.ROOT, "night-%02d", night)));
  }

  /** Images whose names no other night has. */
  private void draw(int night) throws IOException {
    DemoFolder demo = night(night);
    demo.write(new DemoDataset(DemoDataset.Split.TEST, IMAGES, 100 + night));
    try (Stream<Path> files = Files.walk(demo.images())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (night == DARK) {
          darken(file.toFile());
        }
        Files.move(file, file.resolveSibling("night-" + night + "-" + file.getFileName()));
      }
    }
  }

  private static void darken(File file) throws IOException {
    BufferedImage image = ImageIO.read(file);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        int dark = 0;
        for (int shift = 0; shift < 24; shift += 8) {
          dark |= (pixel >> shift & 0xff) / 2 << shift;
        }
        image.setRGB(x, y, dark);
      }
    }
    ImageIO.write(image, "png", file);
  }

  private int explain(int night) {
    List<String> command =
        new ArrayList<>(List.of("explain", "--config", night(night).config().toString()));
    command.addAll(List.of("--set", "output.heatmaps=0"));
    if (night == UNREADABLE) {
      command.addAll(List.of("--set", "input.path=\"" + parent.resolve("gone") + "\""));
    }
    return CommandLineRun.of(command.toArray(String[]::new)).exitCode();
  }

  private CommandLineRun compare(int night) {
    return CommandLineRun.of(
        "compare",
        "--run",
        night(night).run().toString(),
        "--baseline",
        night(0).run().toString(),
        "--set",
        "audit.root=\"" + parent.resolve("audit") + "\"",
        "--set",
        "compare.splits=100",
        "--set",
        "compare.replicates=100");
  }

  @Test
  void theNightThatDriftsIsTheOneThatIsTold() throws IOException {
    List<Integer> drifted = new ArrayList<>();
    for (int night = 0; night < NIGHTS; night++) {
      draw(night);
      int explained = explain(night);
      if (night == UNREADABLE) {
        assertThat(explained).isEqualTo(2);
        CommandLineRun compared = compare(night);
        assertThat(compared.exitCode()).isEqualTo(2);
        assertThat(compared.err().lines()).hasSize(1);
        assertThat(compared.err()).contains("Cannot read the run");
        continue;
      }
      assertThat(explained).isZero();
      CommandLineRun compared = compare(night);
      assertThat(compared.exitCode()).as(compared.err()).isIn(0, 4);
      if (compared.exitCode() == 4) {
        drifted.add(night);
        System.out.println(night + "\n" + compared.out());
      }
    }
    assertThat(drifted).containsExactly(DARK);
    CommandLineRun history =
        CommandLineRun.of("history", "--root", parent.resolve("audit").toString());
    assertThat(history.out().lines()).hasSize(NIGHTS);
    assertThat(history.out()).contains("night-22").doesNotContain("night-23");
  }
}
