package org.sparklrp.job.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.fault.UserException;

class OutputFolderTest {
  @TempDir private Path folder;

  private OutputFolder check(OutputConfig.Mode mode) {
    return OutputFolder.check(
        new OutputConfig(
            folder.toString(), OutputConfig.Maps.NONE, OutputConfig.Type.FLOAT32, mode, 0),
        new Configuration());
  }

  @Test
  void anEmptyFolderIsAsGoodAsNone() throws IOException {
    OutputFolder output = check(OutputConfig.Mode.ERROR);
    output.start();
    output.finish("{\"product\": \"spark-lrp\"}");
    assertThat(folder.resolve("manifest.json")).hasContent("{\"product\": \"spark-lrp\"}");
    assertThat(folder.resolve("_started.json")).doesNotExist();
  }

  @Test
  void whatAKilledRunLeftCanBeOverwritten() throws IOException {
    check(OutputConfig.Mode.ERROR).start();
    Files.createDirectories(folder.resolve("_temporary/0"));
    Files.createDirectories(folder.resolve("maps"));
    assertThatThrownBy(() -> check(OutputConfig.Mode.ERROR))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the results: output.path exists (file:%s); choose another path or set output.mode = overwrite"
                .formatted(folder));
    check(OutputConfig.Mode.OVERWRITE).start();
    assertThat(folder.resolve("_temporary")).doesNotExist();
    assertThat(folder.resolve("maps")).doesNotExist();
  }

  @Test
  void filesThatRunsDoNotWriteStay() throws IOException {
    OutputFolder first = check(OutputConfig.Mode.ERROR);
    first.start();
    first.finish("{\"product\": \"spark-lrp\"}");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    check(OutputConfig.Mode.OVERWRITE).start();
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
    assertThat(folder.resolve("manifest.json")).doesNotExist();
  }

  @Test
  void aManifestOfSomethingElseIsNoMark() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"a web application\"}");
    assertThatThrownBy(() -> check(OutputConfig.Mode.OVERWRITE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot overwrite the folder: no run of spark-lrp wrote it");
    Files.writeString(folder.resolve("manifest.json"), "no JSON");
    assertThatThrownBy(() -> check(OutputConfig.Mode.OVERWRITE)).isInstanceOf(UserException.class);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsAnError() throws IOException {
    Files.delete(folder);
    Files.writeString(folder, "a file");
    assertThatThrownBy(() -> check(OutputConfig.Mode.OVERWRITE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the results: there is a file at output.path (file:%s); choose another path"
                .formatted(folder));
  }
}
