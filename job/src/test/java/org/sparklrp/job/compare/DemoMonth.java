package org.sparklrp.job.compare;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoFolder;

/**
 * Images of the demo as one of several months or nights has them: their names are no other's.
 *
 * @param name of the month
 * @param folder that has images, config and run
 */
record DemoMonth(String name, DemoFolder folder) {
  /** Draws images; other seeds, other images. */
  static DemoMonth draw(Path parent, String name, int images, long seed) throws IOException {
    DemoMonth month = new DemoMonth(name, new DemoFolder(parent.resolve(name)));
    month.folder.write(new DemoDataset(DemoDataset.Split.TEST, images, seed));
    for (Path file : month.files()) {
      Files.move(file, file.resolveSibling(name + "-" + file.getFileName()));
    }
    return month;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.images())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Leaves of each pixel a share of its brightness. */
  void darken(double share) throws IOException {
    for (Path file : files()) {
      File place = file.toFile();
      BufferedImage image = ImageIO.read(place);
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int pixel = image.getRGB(x, y);
          int dark = 0;
          for (int shift = 0; shift < 24; shift += 8) {
            dark |= (int) ((pixel >> shift & 0xff) * share) << shift;
          }
          image.setRGB(x, y, dark);
        }
      }
      ImageIO.write(image, "png", place);
    }
  }

  /** Takes images of a class away. */
  void keep(String label, int images) throws IOException {
    List<Path> own =
        files().stream().filter(file -> file.startsWith(folder.images().resolve(label))).toList();
    for (Path file : own.subList(images, own.size())) {
      Files.delete(file);
    }
  }

  /** Explains the images, and tells the exit code. */
  int explain(String... settings) {
    List<String> command =
        new ArrayList<>(List.of("explain", "--config", folder.config().toString()));
    Stream.concat(Stream.of("output.heatmaps=0"), Stream.of(settings))
        .forEach(set -> command.addAll(List.of("--set", set)));
    return CommandLineRun.of(command.toArray(String[]::new)).exitCode();
  }

  /** Compares runs. */
  static CommandLineRun compare(Path run, Path baseline, String... settings) {
    List<String> command =
        new ArrayList<>(
            List.of("compare", "--run", run.toString(), "--baseline", baseline.toString()));
    Stream.of(settings).forEach(set -> command.addAll(List.of("--set", set)));
    return CommandLineRun.of(command.toArray(String[]::new));
  }
}
