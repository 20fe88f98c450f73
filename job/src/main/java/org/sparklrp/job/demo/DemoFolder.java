package org.sparklrp.job.demo;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.sparklrp.fault.UserException;

/**
 * The demo on disk:
 *
 * <pre>
 * images/LABEL/NAME.png            8-bit RGB
 * images.csv                       image,label,watermarked
 * masks/object/LABEL/NAME.png      1 bit: white where the object is
 * masks/watermark/LABEL/NAME.png   1 bit: white where the watermark is, all black without one
 * model.onnx, classes.txt          the trained network and its classes
 * model-clean.onnx                 one that was trained without the watermark
 * demo.conf                        a config that explains images/ with it
 * </pre>
 *
 * @param root the folder
 */
public record DemoFolder(Path root) {
  /** Where the explanations go that demo.conf asks for, beside the images. */
  private static final String RUN = "run";

  /** The images, in folders by label. */
  public Path images() {
    return root.resolve("images");
  }

  /** The masks of the objects, laid out as the images. */
  public Path objectMasks() {
    return root.resolve("masks").resolve("object");
  }

  /** The masks of the watermarks, laid out as the images. */
  public Path watermarkMasks() {
    return root.resolve("masks").resolve("watermark");
  }

  /** The ready config. */
  public Path config() {
    return root.resolve("demo.conf");
  }

  /** Where a run of the config writes its tables. */
  public Path run() {
    return root.resolve(RUN);
  }

  /**
   * Draws a dataset and writes everything. The folder is created; one that is not empty is refused,
   * for images of an earlier demo would mix with the new.
   *
   * @throws UserException where the folder is not empty
   * @throws IOException where it cannot be written to
   */
  public void write(DemoDataset dataset) throws IOException {
    requireEmpty();
    List<DemoDataset.Entry> entries = dataset.entries();
    try {
      for (DemoClass label : DemoClass.values()) {
        for (Path folder : List.of(images(), objectMasks(), watermarkMasks())) {
          Files.createDirectories(folder.resolve(label.label()));
        }
      }
      entries.parallelStream().forEach(entry -> writeImage(dataset.draw(entry)));
      Files.writeString(root.resolve("images.csv"), csv(dataset, entries));
      copy("model.onnx");
      copy("model-clean.onnx");
      copy("classes.txt");
      Files.writeString(config(), configText());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void requireEmpty() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var children = Files.list(root)) {
      if (children.findAny().isPresent()) {
        throw new UserException(
            "Cannot write the demo: the folder is not empty ("
                + root
                + "); name a new one or empty it");
      }
    }
  }

  private void writeImage(DemoImage image) {
    Path place = Path.of(image.label().label(), image.name() + ".png");
    int side = DemoImage.SIDE;
    int[] pixels = image.picture().getRGB(0, 0, side, side, null, 0, side);
    try {
      Files.write(images().resolve(place), Png.color(pixels, side));
      Files.write(objectMasks().resolve(place), Png.bits(image.objectMask(), side));
      Files.write(watermarkMasks().resolve(place), Png.bits(image.watermarkMask(), side));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String csv(DemoDataset dataset, List<DemoDataset.Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                String.format(
                    "%s/%s.png,%s,%s\n",
                    entry.label().label(),
                    entry.name(),
                    entry.label().label(),
                    dataset.isWatermarked(entry)))
        .collect(Collectors.joining("", "image,label,watermarked\n", ""));
  }

  private void copy(String resource) throws IOException {
    try (InputStream in = DemoFolder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks the demo's " + resource);
      }
      Files.copy(in, root.resolve(resource));
    }
  }

  private String configText() {
    return """
        # Explains every image of the demo: spark-lrp explain --config FILE, or audit
        input {
          path = %s
          label = parent-directory
        }
        model {
          path = %s
          classes = %s
        }
        # The network was trained on pixels from -2 to 2.
        preprocess {
          mean = [0.5, 0.5, 0.5]
          std = [0.25, 0.25, 0.25]
        }
        method { composite = epsilon-gamma-box }
        targets = [predicted, label]
        output {
          path = %s
          mode = overwrite
        }
        job { batch-size = 64 }
        # What the command audit measures of the explanations: little, so that it is quick.
        evaluate {
          images = 10
          metrics = [srg, localisation, complexity]
          steps = 20
          masks = %s
        }
        """
        .formatted(
            quoted(images()),
            quoted(root.resolve("model.onnx")),
            quoted(root.resolve("classes.txt")),
            quoted(run()),
            quoted(objectMasks()));
  }

  /** A path that holds wherever the config is read from. */
  private static String quoted(Path path) {
    return ConfigUtil.quoteString(path.toAbsolutePath().normalize().toString());
  }
}
