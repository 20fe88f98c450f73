package org.sparklrp.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;

class ClassNamingTest {
  @TempDir Path folder;

  private List<String> read(byte[]... parts) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      file.write(part);
    }
    Path path = Files.write(folder.resolve("classes.txt"), file.toByteArray());
    return ClassNaming.of(
            new ModelConfig("model.onnx", path.toString(), List.of()),
            ClassNames.numbered(3),
            new Configuration())
        .names();
  }

  @Test
  void filesAreReadAsWindowsProgramsWriteThem() throws IOException {
    byte[] lines = "cat\r\ndog\r\nK\u00e4se\r\n".getBytes(StandardCharsets.UTF_8);
    List<String> names = List.of("cat", "dog", "K\u00e4se");
    assertThat(read(lines)).isEqualTo(names);
    assertThat(read(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, lines)).isEqualTo(names);
    // Java begins UTF-16 with a mark of its own.
    assertThat(read("cat\r\ndog\r\nK\u00e4se".getBytes(StandardCharsets.UTF_16))).isEqualTo(names);
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertThatThrownBy(() -> read("K\u00e4se".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot name the classes: the file is no text in UTF-8 (%s); save it as UTF-8",
            folder.resolve("classes.txt"));
  }

  @Test
  void aNameIsTheSameInEveryFormOfUnicode() {
    ClassNames classes = new ClassNames(List.of("milk", "k\u00e4se"));
    assertThat(classes.find("ka\u0308se")).hasValue(1);
    assertThat(new ClassNames(List.of("ka\u0308se")).find("k\u00e4se")).hasValue(0);
  }
}
