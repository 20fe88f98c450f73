package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.relevance.ClassNames;

class ReferenceConfigTest {
  private static final List<String> PATHS =
      List.of("input.path=images", "model.path=model.onnx", "output.path=out");

  private static final ChannelCheck NO_CHECK = (channels, imageChannels, problems) -> {};

  /** The repository's folder of configurations, seen from the module that runs this test. */
  private static final Path CONF = Path.of("..", "conf");

  @Test
  void theFileInConfIsTheOneTheCodeDescribes() throws IOException {
    assertThat(Files.readString(CONF.resolve("spark-lrp-reference.conf")))
        .isEqualTo(ReferenceConfig.text());
    assertThat(Files.readString(CONF.resolve("train-bow-reference.conf")))
        .isEqualTo(ReferenceConfig.trainBowText());
    assertThat(Files.readString(CONF.resolve("audit-reference.conf")))
        .isEqualTo(ReferenceConfig.auditText());
  }

  @Test
  void readingTheReferenceOfTrainBowIsReadingItsDefaults() {
    List<String> paths = List.of("input.path=images", "output.path=model");
    assertThat(TrainBowConfig.parse(ReferenceConfig.trainBowText(), "reference", paths, NO_CHECK))
        .isEqualTo(TrainBowConfig.parse("", "empty", paths, NO_CHECK));
  }

  @Test
  void everyKeyWithADefaultStandsInItAndNothingElse() {
    Config reference = ConfigFactory.parseString(ReferenceConfig.text());
    Map<String, Object> written = new TreeMap<>();
    reference.entrySet().forEach(e -> written.put(e.getKey(), e.getValue().unwrapped()));
    Map<String, Object> known = new TreeMap<>();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      if (key.defaultText() != null) {
        known.put(
            key.path(),
            ConfigFactory.parseString("v = " + key.defaultText()).getValue("v").unwrapped());
      }
    }
    assertThat(written).isEqualTo(known);
  }

  @Test
  void readingItIsReadingTheDefaults() {
    assertThat(JobConfigParser.parse(ReferenceConfig.text(), "reference", PATHS))
        .isEqualTo(JobConfigParser.parse("", "empty", PATHS));
  }

  @ParameterizedTest
  @CsvSource({"cifar10.conf, 10, 3, 32", "mnist.conf, 10, 1, 28", "demo.conf, 6, 3, 64"})
  void theExamplesNeedNothingButPaths(String example, int count, int channels, int side)
      throws IOException {
    String text = Files.readString(CONF.resolve("examples").resolve(example));
    JobConfig config = JobConfigParser.parse(text, example, PATHS);
    List<String> names = config.model().classNames();
    ClassNames classes = names.isEmpty() ? ClassNames.numbered(count) : new ClassNames(names);
    ExplainerSpec.LrpSpec spec = config.lrpSpec(classes, List.of(channels, side, side));
    assertThat(classes.size()).isEqualTo(count);
    assertThat(spec.targets()).hasSameSizeAs(config.targets());
    assertThat(spec.method().pixels().low()).hasSize(channels);
    assertThat(spec.method().pixels().high()).hasSize(channels);
  }

  @Test
  void requiredKeysAreMarked() {
    assertThat(ReferenceConfig.text())
        .contains("  # Required: a path or a list of paths.\n  # path =\n");
    assertThat(ReferenceConfig.entries())
        .filteredOn(entry -> entry.value().equals("required"))
        .extracting(ReferenceConfig.Entry::path)
        .containsExactly("input.path", "model.path", "output.path");
  }
}
