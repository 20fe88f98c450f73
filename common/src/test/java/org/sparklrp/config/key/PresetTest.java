package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.JobConfig;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.Interpolation;
import org.sparklrp.npy.NpyFile;

final class PresetTest {
  /** Four units in the last place of float32 at the largest values there are. */
  private static final double TOLERANCE = 1e-6;

  private static final int STRIDE = 97;

  private static JobConfig config(String preprocess) {
    return JobConfigParser.parse(
        """
        input.path = images, model.path = model.onnx, output.path = out
        preprocess { %s }
        """
            .formatted(preprocess),
        "test",
        List.of());
  }

  private static byte[] read(String name) throws Exception {
    try (InputStream stream = PresetTest.class.getResourceAsStream("/images/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagenet", "imagenet-inception", "clip"})
  void aPresetMakesTheTensorOfTorchvisionsTransform(String preset) throws Exception {
    float[] values =
        new ImageDecoder(1_000_000)
            .decode(read("photograph.jpg"), config("preset = " + preset).preprocess()::apply)
            .values();
    String name = "preset-" + preset + ".npy";
    double[] expected = NpyFile.parse(read(name), name).values();
    assertThat(expected).hasSize((values.length + STRIDE - 1) / STRIDE);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[STRIDE * i])
          .as("value %d", STRIDE * i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  @Test
  void keysThatAreSetCountMoreThanThePreset() {
    JobConfig config = config("preset = clip, crop = 200, interpolation = nearest");
    assertThat(config.preprocess().resize()).containsExactly(224);
    assertThat(config.preprocess().crop()).containsExactly(200, 200);
    assertThat(config.preprocess().interpolation()).isEqualTo(Interpolation.NEAREST);
    assertThat(config.preprocess().mean()).containsExactly(0.48145466, 0.4578275, 0.40821073);
    assertThat(config.resolved())
        .as("the manifest tells what the preset meant")
        .contains("\"preset\":\"clip\"")
        .contains("\"resize\":224")
        .contains("0.48145466");
  }

  @Test
  void noPresetChangesNothing() {
    assertThat(config("preset = none").preprocess()).isEqualTo(config("").preprocess());
  }

  @Test
  void aPresetThatDoesNotExistIsSaid() {
    assertThatThrownBy(() -> config("preset = image-net"))
        .hasMessageContaining(
            "preprocess.preset is image-net; it must be one of none, imagenet, imagenet-inception,"
                + " clip");
  }
}
