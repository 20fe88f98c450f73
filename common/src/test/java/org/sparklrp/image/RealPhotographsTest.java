package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sparklrp.npy.NpyFile;

/** Photographs and the tensors that PyTorch's loaders made of them, where they are present. */
final class RealPhotographsTest {
  private static final double TOLERANCE = 1e-6;

  @Test
  void aPhotographBecomesTheTensorTorchvisionMakesOfIt() throws Exception {
    Path folder = real("cifar10-resnet20");
    Preprocessing preprocessing =
        new Preprocessing(
            List.of(),
            List.of(),
            Interpolation.BILINEAR,
            1 / 255.0,
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225),
            Channels.RGB);
    List<String> classes =
        List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse");
    double[] inputs =
        NpyFile.parse(Files.readAllBytes(folder.resolve("inputs.npy")), "inputs.npy").values();
    int size = inputs.length / classes.size();
    for (int image = 0; image < classes.size(); image++) {
      Path file =
          folder.resolve(
              String.format(Locale.ROOT, "images/test/%s/%04d.jpg", classes.get(image), image));
      float[] values = preprocessing.apply(decode(file)).values();
      assertThat(values).hasSize(size);
      double largest = 0;
      for (int i = 0; i < size; i++) {
        largest = Math.max(largest, Math.abs(values[i] - inputs[image * size + i]));
      }
      assertThat(largest).as(file.toString()).isLessThanOrEqualTo(TOLERANCE);
    }
  }

  private static DecodedImage decode(Path file) throws IOException, ImageException {
    return new ImageDecoder(1_000_000).decode(Files.readAllBytes(file));
  }

  private static Path real(String name) {
    Path directory = Path.of("").toAbsolutePath();
    Path found = directory.resolve("../shared/real").resolve(name);
    while (!Files.exists(found) && directory.getParent() != null) {
      directory = directory.getParent();
      found = directory.resolve("../shared/real").resolve(name);
    }
    assumeThat(found).exists();
    return found;
  }
}
