package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Other builds of Java on this machine decode JPEGs as this one does; they bring other libraries.
 */
final class SameBitsOnEveryJavaTest {
  private static final List<String> FILES =
      List.of(
          "baseline-444.jpg",
          "baseline-422.jpg",
          "baseline-420.jpg",
          "progressive-420.jpg",
          "baseline-440.jpg",
          "progressive-440.jpg",
          "wide-440.jpg",
          "restarts.jpg",
          "cmyk.jpg",
          "jpeg.tif");

  /** Prints a hash of every file's pixels, one a line. */
  public static final class Hashes {
    private Hashes() {}

    public static void main(String[] names) throws Exception {
      for (String name : names) {
        byte[] pixels = new ImageDecoder(1_000_000).decode(ImageFiles.read(name)).samples();
        System.out.println(name + " " + Arrays.hashCode(pixels));
      }
    }
  }

  @Test
  void everyOtherJavaOnThisMachineDecodesTheSame() throws Exception {
    List<Path> others = others();
    assumeThat(others).isNotEmpty();
    List<String> expected = new ArrayList<>();
    for (String name : FILES) {
      byte[] pixels = new ImageDecoder(1_000_000).decode(ImageFiles.read(name)).samples();
      expected.add(name + " " + Arrays.hashCode(pixels));
    }
    for (Path java : others) {
      assertThat(hashes(java)).as(java.toString()).containsExactlyElementsOf(expected);
    }
  }

  private static List<Path> others() throws Exception {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    Path all = home.getParent();
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(other -> !Files.isSymbolicLink(other) && !other.equals(home))
          .map(other -> other.resolve("bin").resolve("java"))
          .filter(Files::isExecutable)
          .toList();
    }
  }

  private static List<String> hashes(Path java) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Hashes.class.getName());
    command.addAll(FILES);
    File output = File.createTempFile("hashes", ".txt");
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      process.waitFor();
      return Files.readAllLines(output.toPath(), StandardCharsets.UTF_8).stream()
          .filter(line -> !line.startsWith("WARNING"))
          .toList();
    } finally {
      Files.delete(output.toPath());
    }
  }
}
