package org.sparklrp.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.fault.UserException;

class DemoFolderTest {
  private static final DemoDataset DATASET = new DemoDataset(DemoDataset.Split.TEST, 24, 7);

  @TempDir private Path parent;

  @Test
  void writesEveryImageAndItsMasks() throws IOException {
    DemoFolder folder = new DemoFolder(parent.resolve("demo"));
    folder.write(DATASET);
    for (DemoDataset.Entry entry : DATASET.entries()) {
      DemoImage image = DATASET.draw(entry);
      String file = entry.label().label() + "/" + entry.name() + ".png";
      BufferedImage picture = ImageIO.read(folder.images().resolve(file).toFile());
      assertThat(pixels(picture)).isEqualTo(pixels(image.picture()));
      assertThat(mask(folder.objectMasks().resolve(file))).isEqualTo(image.objectMask());
      assertThat(mask(folder.watermarkMasks().resolve(file))).isEqualTo(image.watermarkMask());
    }
  }

  @Test
  void writesTheSameBytesForTheSameSeed() throws IOException {
    new DemoFolder(parent.resolve("a")).write(DATASET);
    new DemoFolder(parent.resolve("b")).write(DATASET);
    assertThat(contents(parent.resolve("a"))).hasSize(3 * 24 + 5);
    Map<String, List<Byte>> first = contents(parent.resolve("a"));
    Map<String, List<Byte>> second = contents(parent.resolve("b"));
    first.remove("demo.conf");
    second.remove("demo.conf");
    assertThat(first).isEqualTo(second);
  }

  @Test
  void listsWhichImagesAreTagged() throws IOException {
    new DemoFolder(parent.resolve("demo")).write(DATASET);
    assertThat(Files.readAllLines(parent.resolve("demo/images.csv")))
        .hasSize(25)
        .startsWith("image,label,watermarked", "boat/boat-00000.png,boat,false")
        .contains("boat/boat-00003.png,boat,true", "horse/horse-00000.png,horse,true");
  }

  @Test
  void writesAConfigThatHoldsForTheFolder() throws IOException {
    DemoFolder folder = new DemoFolder(parent.resolve("a folder \"so called\""));
    folder.write(DATASET);
    JobConfig config =
        JobConfigParser.parse(Files.readString(folder.config()), "demo.conf", List.of());
    assertThat(config.input().paths()).containsExactly(folder.images().toString());
    assertThat(Path.of(config.model().path())).hasSameBinaryContentAs(resource("model.onnx"));
    assertThat(config.output().path()).isEqualTo(folder.run().toString());
    assertThat(Files.readAllLines(folder.root().resolve("classes.txt")))
        .isEqualTo(Stream.of(DemoClass.values()).map(DemoClass::label).toList());
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Files.writeString(parent.resolve("thesis.txt"), "do not touch");
    assertThatThrownBy(() -> new DemoFolder(parent).write(DATASET))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the demo: the folder is not empty (%s); name a new one or empty it",
            parent);
    assertThat(parent.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void theModelIsSmall() throws IOException {
    assertThat(Files.size(resource("model.onnx"))).isLessThan(500_000);
  }

  private static Path resource(String name) {
    return Path.of("src/main/resources/org/sparklrp/job/demo", name);
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static boolean[] mask(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getColorModel().getPixelSize()).isEqualTo(1);
    int[] pixels = pixels(image);
    boolean[] mask = new boolean[pixels.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (pixels[i] & 0xFFFFFF) != 0;
    }
    return mask;
  }

  private static Map<String, List<Byte>> contents(Path root) throws IOException {
    Map<String, List<Byte>> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        List<Byte> boxed = new java.util.ArrayList<>();
        for (byte value : bytes) {
          boxed.add(value);
        }
        contents.put(root.relativize(file).toString(), boxed);
      }
    }
    return contents;
  }
}
