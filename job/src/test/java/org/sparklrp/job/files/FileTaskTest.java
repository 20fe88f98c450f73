package org.sparklrp.job.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;

class FileTaskTest {
  private static final FileTask READING = new FileTask("read the model", "name an existing file");

  @TempDir Path folder;

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.setInt("ipc.client.connect.max.retries", 0);
    return configuration;
  }

  @Test
  void aFileIsReadWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "weights");
    assertThat(READING.read(file.toString(), configuration())).asString().isEqualTo("weights");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /no/such/model.onnx | there is no such file (/no/such/model.onnx); name an existing file
          /proc | it is a folder (/proc); name an existing file
          a:b:c | Relative path in absolute URI: a:b:c (a:b:c); name an existing file
          hdfs:///model | Incomplete HDFS URI, no host: hdfs:///model (hdfs:///model); name an existing file
          foo://b/model | no file system has this scheme (foo://b/model: No FileSystem for scheme "foo"); write for example file:, hdfs: or s3a:, or add the jars of its file system to Spark's
          s3a://b/model | the connector of its file system is not installed (s3a://b/model: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found); add the connector's jars to Spark's, for s3a those of hadoop-aws and of the AWS SDK
          """)
  void aPathThatIsWrongIsTheUsersFault(String path, String words) {
    assertThatThrownBy(() -> READING.read(path, configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read the model: " + words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hdfs://127.0.0.1:1/model | no answer comes over the network (hdfs://127.0.0.1:1/model: Connection refused); see that the host is up and its address right, and run it again
          hdfs://no-such-host.invalid/model | a host is not known (hdfs://no-such-host.invalid/model: no-such-host.invalid); check its name, or run it again when the network finds it
          """)
  void aStorageThatDoesNotAnswerIsTheEnvironmentsFault(String path, String words) {
    assertThatThrownBy(() -> READING.read(path, configuration()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("Cannot read the model: " + words);
  }

  @Test
  void aFullDiskIsTheEnvironmentsFault() {
    HadoopFiles files = new HadoopFiles(configuration());
    assertThatThrownBy(() -> files.write("the numbers", "/dev/full", new byte[1 << 16]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "Cannot write the numbers: a disk is full (/dev/full: No space left on device); make"
                + " room and run it again");
  }

  @Test
  void aPathBelowAFileIsTheUsersFault() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    HadoopFiles files = new HadoopFiles(configuration());
    assertThatThrownBy(() -> files.write("the numbers", file + "/below.json", new byte[1]))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write the numbers: ")
        .hasMessageContaining("not a directory")
        .hasMessageEndingWith("(%s/below.json); name a folder that can be written to", file);
  }

  @Test
  void whateverElseAStorageThrowsIsItsFault() {
    assertThatThrownBy(
            () ->
                READING.run(
                    "/tmp",
                    configuration(),
                    path -> {
                      throw new IOException("Checksum mismatch");
                    }))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "Cannot read the model: the storage fails (/tmp: Checksum mismatch); run it again when"
                + " the storage is well");
  }

  @Test
  void aBugStaysWhatItIs() {
    IllegalStateException bug = new IllegalStateException("7 rows where 8 were written");
    assertThatThrownBy(
            () ->
                READING.run(
                    "/tmp",
                    configuration(),
                    path -> {
                      throw bug;
                    }))
        .isSameAs(bug);
    UserException fault = new UserException("Cannot use the model: it is damaged (x); write it");
    assertThatThrownBy(
            () ->
                READING.run(
                    "/tmp",
                    configuration(),
                    path -> {
                      throw fault;
                    }))
        .isSameAs(fault);
  }

  @Test
  void filesAreWrittenWithoutChecksumsBesideThem() throws IOException {
    new HadoopFiles(configuration()).write("it", folder.resolve("a/b.txt").toString(), new byte[9]);
    assertThat(folder.resolve("a")).isDirectoryContaining("glob:**/b.txt");
    assertThat(folder.resolve("a").toFile().list()).containsExactly("b.txt");
  }
}
