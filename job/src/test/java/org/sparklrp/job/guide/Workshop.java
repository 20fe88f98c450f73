package org.sparklrp.job.guide;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.sparklrp.job.cluster.Product;

/**
 * Small data for the places that pages leave for the reader's own.
 *
 * @param folder takes what is written, of one code block
 * @param images a folder per class
 */
record Workshop(Path folder, Path images) {
  private static final List<String> CLASSES = List.of("frog", "horse");
  private static final int IMAGES_PER_CLASS = 8;
  private static final int SIDE = 32;

  /** A small ResNet-50, for images of 3 x 32 x 32 and ten classes. */
  private static final Path MODEL =
      Product.root().resolve("common/src/test/resources/architectures/resnet50.onnx");

  private static final String SHAPE = String.format(Locale.ROOT, "3,%d,%d", SIDE, SIDE);

  /** Photographs' stand-ins: stripes across or upright, with noise. */
  static Path writeImages(Path folder) throws IOException {
    Random random = new Random(7);
    for (String name : CLASSES) {
      Path ofClass = Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        int phase = random.nextInt(8);
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            int along = name.equals(CLASSES.get(0)) ? x : y;
            int grey = ((along + phase) % 8 < 4 ? 180 : 40) + random.nextInt(40);
            image.setRGB(x, y, grey << 16 | grey << 8 | grey);
          }
        }
        ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
      }
    }
    return folder;
  }

  /** An argument with this workshop's paths in its places, and the repository's own files. */
  String fill(String argument) throws IOException {
    String filled =
        argument
            .replaceAll("\\bIMAGES\\b", images.toString())
            .replaceAll("\\b(MODEL|resnet50)\\.onnx\\b", MODEL.toString())
            .replaceAll("(?<==)MODEL\\b", folder.resolve("model").toString())
            .replaceAll("\\bOUT\\b", output().toString())
            .replaceAll("\\bFEATURES\\b", folder.resolve("features").toString())
            .replace("3,224,224", SHAPE)
            .replaceFirst("^(?=conf/|job/)", Product.root() + "/");
    return filled.equals("FILE") ? configuration().toString() : filled;
  }

  /** Where the block's commands write tables. */
  Path output() {
    return folder.resolve("out");
  }

  private Path configuration() throws IOException {
    return Files.writeString(
        folder.resolve("explain.conf"),
        """
        input.path = "%s"
        model.path = "%s"
        output.path = "%s"
        """
            .formatted(images, MODEL, output()));
  }
}
