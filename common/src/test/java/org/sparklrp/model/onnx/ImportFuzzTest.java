package org.sparklrp.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.Shapes;

/** Damaged files give a graph or one sentence, never another exception. */
class ImportFuzzTest {
  private static final int CUTS = 60;
  private static final int FLIPS = 400;

  @ParameterizedTest
  @CsvSource({
    "tiny-cnn, model.onnx, 1",
    "tiny-resnet, model-unfolded-batchnorm.onnx, 2",
    "tiny-mobile, model.onnx, 3",
    "tiny-inception, model.onnx, 4",
    "tiny-vit, model-decomposed-layernorm.onnx, 5",
  })
  void damagedFilesAreImportedOrRefused(String name, String file, long seed) {
    GoldenSet golden = new GoldenSet(name);
    List<Integer> shape = Shapes.with(golden.array("inputs.npy").shape(), 0, 1);
    damage(golden.bytes(file), shape, name, seed);
  }

  @ParameterizedTest
  @CsvSource({"hourglass, 11", "mobilenet-v3-small, 12", "shufflenet-v2, 13", "signal, 14"})
  void damagedArchitecturesAreImportedOrRefused(String name, long seed) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("src/test/resources/architectures", name + ".onnx"));
    List<Integer> shape = Shapes.with(OnnxModel.parse(whole, name).inputShape(), 0, 1);
    damage(whole, shape, name, seed);
  }

  private static void damage(byte[] whole, List<Integer> shape, String name, long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < CUTS; i++) {
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      refused += isRefused(cut, shape, name + " seed " + seed + " cut " + i) ? 1 : 0;
    }
    assertThat(refused).as("truncated files refused").isEqualTo(CUTS);
    int[] structure = structure(whole);
    for (int i = 0; i < FLIPS; i++) {
      byte[] flipped = whole.clone();
      for (int bit = random.nextInt(3); bit >= 0; bit--) {
        int place =
            i % 2 == 0 ? random.nextInt(whole.length) : structure[random.nextInt(structure.length)];
        flipped[place] ^= (byte) (1 << random.nextInt(8));
      }
      refused += isRefused(flipped, shape, name + " seed " + seed + " flip " + i) ? 1 : 0;
    }
    assertThat(refused).as("damaged files refused").isGreaterThan(CUTS);
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(6);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThat(isRefused(bytes, List.of(1, 3, 16, 16), "random " + i)).isTrue();
    }
  }

  /** The places of bytes that are near text: names, operators, attributes; not weights. */
  private static int[] structure(byte[] file) {
    return IntStream.range(8, file.length - 8)
        .filter(
            i -> {
              int letters = 0;
              for (int k = i - 8; k < i + 8; k++) {
                letters += Character.isLetterOrDigit(file[k]) || file[k] == '_' ? 1 : 0;
              }
              return letters >= 8;
            })
        .toArray();
  }

  private static boolean isRefused(byte[] file, List<Integer> shape, String description) {
    try {
      LayerGraph graph = OnnxModel.parse(file, "damaged.onnx").graph(shape);
      assertThat(graph.nodes()).as(description).isNotEmpty();
      return false;
    } catch (UserException e) {
      assertThat(e.getMessage()).as(description).matches("Cannot \\P{Cntrl}+");
      return true;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(description, e);
    }
  }
}
