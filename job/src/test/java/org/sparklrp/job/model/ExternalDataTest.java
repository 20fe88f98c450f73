package org.sparklrp.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.Cases;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.model.Head;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.model.ModelSummary;
import org.sparklrp.model.onnx.OnnxModel;

/** Weights beside the model, as PyTorch's exporter writes them. */
class ExternalDataTest {
  private static final String WEIGHTS = "model.onnx.data";

  @TempDir Path folder;

  @BeforeEach
  void copyTheModel() throws IOException {
    for (String name : List.of("model.onnx", WEIGHTS)) {
      Files.copy(Cases.file("01-external-data", name), folder.resolve(name));
    }
  }

  private ModelFile read(Configuration configuration, String scheme) {
    return ModelFile.read(
        new ModelConfig(scheme + folder.resolve("model.onnx"), null, List.of()),
        new NeuralExplainerFactory(),
        configuration);
  }

  private ModelFile read() {
    return read(new Configuration(), "");
  }

  private void renameWeights(String name) throws IOException {
    byte[] model = Files.readAllBytes(folder.resolve("model.onnx"));
    String text = new String(model, StandardCharsets.ISO_8859_1);
    assertThat(name).hasSameSizeAs(WEIGHTS);
    Files.write(
        folder.resolve("model.onnx"),
        text.replace(WEIGHTS, name).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void weightsAreReadFromACopyOfTheirFile() {
    LayerGraph graph =
        OnnxModel.parse(read().opened(), Head.AS_DECLARED).graph(List.of(1, 3, 16, 16));
    assertThat(ModelSummary.of(graph).parameters()).isEqualTo(1477);
    assertThat(read().side().copies()).containsOnlyKeys(WEIGHTS);
    assertThat(read().side().copies().values().iterator().next().path())
        .doesNotHaveToString(folder.resolve(WEIGHTS).toString())
        .hasSameBinaryContentAs(folder.resolve(WEIGHTS));
  }

  @Test
  void whatHappensToTheFilesAfterwardsChangesNothing() throws IOException {
    ModelFile model = read();
    for (String name : List.of("model.onnx", WEIGHTS)) {
      Files.write(folder.resolve(name), new byte[10]);
    }
    assertThat(
            OnnxModel.parse(model.opened(), Head.AS_DECLARED)
                .graph(List.of(1, 3, 16, 16))
                .classes())
        .isEqualTo(5);
  }

  @Test
  void weightsOfAnotherFileSystemAreFetched() throws IOException {
    ModelFile near = read();
    ModelFile far = read(FarFileSystem.known(), "far:");
    assertThat(far.side().copies().values().iterator().next().path())
        .doesNotHaveToString(folder.resolve(WEIGHTS).toString())
        .hasSameBinaryContentAs(folder.resolve(WEIGHTS));
    assertThat(far.sha256()).isEqualTo(near.sha256());
    LayerGraph graph =
        OnnxModel.parse(
                ModelFile.network(
                    "far:" + folder.resolve("model.onnx"), new HadoopFiles(FarFileSystem.known())),
                Head.AS_DECLARED)
            .graph(List.of(1, 3, 16, 16));
    assertThat(graph.classes()).isEqualTo(5);
  }

  @Test
  void theHashIsThatOfModelAndWeights() throws IOException {
    String before = read().sha256();
    assertThat(read().size()).isEqualTo(1734 + 5792);
    byte[] weights = Files.readAllBytes(folder.resolve(WEIGHTS));
    weights[weights.length - 1] ^= 1;
    Files.write(folder.resolve(WEIGHTS), weights);
    assertThat(read().sha256()).isNotEqualTo(before);
  }

  @Test
  void weightsThatAreMissingAreNamed() throws IOException {
    Files.delete(folder.resolve(WEIGHTS));
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read the weights beside the model")
        .hasMessageContaining(WEIGHTS)
        .hasMessageEndingWith(
            "keep model and weights together in one folder, as they were exported");
  }

  @Test
  void weightsOutsideOfTheFolderAreRefused() throws IOException {
    renameWeights("../model.o.data");
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("keeps its values outside of the model's folder (../model.o.data)");
    Files.copy(Cases.file("01-external-data", "model.onnx"), folder.resolve("again.onnx"));
    Files.move(
        folder.resolve("again.onnx"),
        folder.resolve("model.onnx"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    renameWeights("/del.onnx.data1");
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("keeps its values outside of the model's folder (/del.onnx.data1)");
  }

  @Test
  void linksOutOfTheFolderAreRefused(@TempDir Path elsewhere) throws IOException {
    Files.move(folder.resolve(WEIGHTS), elsewhere.resolve("secret"));
    Files.createSymbolicLink(folder.resolve(WEIGHTS), elsewhere.resolve("secret"));
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is a link out of the model's folder")
        .hasMessageContaining("secret");
  }

  @Test
  void weightsThatWereCutOffAreRefused() throws IOException {
    byte[] weights = Files.readAllBytes(folder.resolve(WEIGHTS));
    Files.write(folder.resolve(WEIGHTS), java.util.Arrays.copyOf(weights, 4000));
    assertThatThrownBy(() -> OnnxModel.parse(read().opened(), Head.AS_DECLARED))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("keeps its values in model.onnx.data at byte")
        .hasMessageContaining("and that file has 4000");
  }
}
