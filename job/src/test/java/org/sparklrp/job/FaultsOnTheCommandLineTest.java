package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.job.command.ExitCode;

/** What commands say, and end with, when storage, network, disks or the installation fail. */
class FaultsOnTheCommandLineTest {
  private static final String MODEL = Golden.file("tiny-cnn", "model.onnx");
  private static final String RETRIES = "ipc.client.connect.max.retries";

  @TempDir Path folder;

  @BeforeAll
  static void giveUpOnHdfsAtOnce() {
    System.setProperty("spark.hadoop." + RETRIES, "0");
    LocalSpark.context().hadoopConfiguration().set(RETRIES, "0");
  }

  @AfterAll
  static void beAsPatientAsUsual() {
    System.clearProperty("spark.hadoop." + RETRIES);
    LocalSpark.context().hadoopConfiguration().unset(RETRIES);
  }

  private CommandLineRun explain(String... overrides) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("job.conf"),
            """
            input.path = "%s"
            model { path = "%s", classes = [a, b, c, d, e] }
            output.path = "%s"
            """
                .formatted(folder.resolve("images"), MODEL, folder.resolve("out")));
    List<String> args = new ArrayList<>(List.of("explain", "--config", config.toString()));
    for (String override : overrides) {
      args.addAll(List.of("--set", override));
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void drawImages(int count) throws IOException {
    Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 16, i / 16, 0xFFFFFF);
      ImageIO.write(image, "png", folder.resolve("images/" + i + ".png").toFile());
    }
  }

  private static void assertSentence(CommandLineRun run, int exitCode, String... words) {
    assertThat(run.err()).startsWith("Cannot ").contains(words).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hdfs://127.0.0.1:1, 5, no answer comes over the network",
    "hdfs://no-such-host.invalid:8020, 5, a host is not known",
    "s3a://bucket, 2, the connector of its file system is not installed",
    "foo://bucket, 2, no file system has this scheme"
  })
  void whereverAPathOfExplainLeadsTheSameIsSaid(String place, int exitCode, String reason)
      throws IOException {
    drawImages(1);
    assertSentence(
        explain("model.path=\"%s/model.onnx\"".formatted(place)),
        exitCode,
        "Cannot read the model: " + reason + " (" + place + "/model.onnx");
    assertSentence(
        explain("input.path=\"%s/images\"".formatted(place)),
        exitCode,
        "Cannot read images: " + reason + " (" + place + "/images");
    assertSentence(
        explain("output.path=\"%s/out\"".formatted(place)),
        exitCode,
        "Cannot write the results: " + reason + " (" + place + "/out");
    assertSentence(
        explain("model.classes=\"%s/classes.txt\"".formatted(place)),
        exitCode,
        "Cannot read the class names: " + reason + " (" + place + "/classes.txt");
    assertSentence(
        CommandLineRun.of("explain", "--config", place + "/job.conf"),
        exitCode,
        "Cannot read the configuration: " + reason + " (" + place + "/job.conf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect --model PLACE/x",
        "inspect --config PLACE/x",
        "bench --model PLACE/x",
        "attribute --model PLACE/x --input x.npy --targets 1 --method gradient --output OUT",
        "train-bow --config PLACE/x",
        "regions --run PLACE/x --masks object=masks"
      })
  void everyOtherCommandSaysTheSame(String command) {
    assertSentence(
        CommandLineRun.of(command.replace("PLACE", "hdfs://127.0.0.1:1").split(" ", -1)),
        ExitCode.ENVIRONMENT,
        "no answer comes over the network (hdfs://127.0.0.1:1/x: Connection refused)");
    assertSentence(
        CommandLineRun.of(command.replace("PLACE", "s3a://bucket").split(" ", -1)),
        ExitCode.USER_ERROR,
        "the connector of its file system is not installed (s3a://bucket/x: Class ");
  }

  @Test
  void aPathBelowAFileIsTheUsersFault() throws IOException {
    drawImages(1);
    Path file = Files.writeString(folder.resolve("file"), "");
    assertSentence(
        explain("output.path=" + file.resolve("out")),
        ExitCode.USER_ERROR,
        "Cannot write the results: ",
        "is not a directory",
        "give output.path a folder that can be written to");
    assertSentence(
        CommandLineRun.of("demo", "--output", file.resolve("demo").toString()),
        ExitCode.USER_ERROR,
        "Cannot write the demo: ",
        "Not a directory",
        "name a folder that can be written to");
  }

  @Test
  void aFolderThatCannotBeMadeIsTheUsersFault() throws IOException {
    drawImages(1);
    assertSentence(
        explain("output.path=/proc/no/such/folder"),
        ExitCode.USER_ERROR,
        "Cannot write the results: Mkdirs failed to create");
  }

  @Test
  void aFullDiskUnderANumberIsTheEnvironmentsFault() {
    CommandLineRun run =
        CommandLineRun.of(
            "bench --model MODEL --rounds 1 --warm-up 0 --composites gradient --json /dev/full"
                .replace("MODEL", MODEL)
                .split(" ", -1));
    assertThat(run.err())
        .isEqualTo(
            "Cannot write the numbers: a disk is full (/dev/full: No space left on device); make"
                + " room and run it again\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
  }

  @Test
  void aDiskThatFillsUnderTheTablesIsTheEnvironmentsFault() throws IOException {
    drawImages(200);
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 64)) {
      CommandLineRun run = explain("output.path=" + disk.folder().resolve("out"));
      assertSentence(
          run,
          ExitCode.ENVIRONMENT,
          "Cannot go on: a disk is full (",
          "No space left on device); make room and run it again");
    }
  }

  @Test
  void aDiskThatFillsUnderTheDemoIsTheEnvironmentsFault() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 64)) {
      assertSentence(
          CommandLineRun.of("demo", "--output", disk.folder().resolve("demo").toString()),
          ExitCode.ENVIRONMENT,
          "Cannot write the demo: a disk is full (",
          "No space left on device); make room and run it again");
    }
  }

  @Test
  void aRunWhoseTablesAreGoneIsTheUsersFault() throws IOException {
    drawImages(2);
    assertThat(explain().exitCode()).isEqualTo(ExitCode.DONE);
    Files.move(folder.resolve("out/explanations"), folder.resolve("gone"));
    Path masks = Files.createDirectories(folder.resolve("masks"));
    assertSentence(
        CommandLineRun.of(
            "regions", "--run", folder.resolve("out").toString(), "--masks", "object=" + masks),
        ExitCode.USER_ERROR,
        "Cannot go on: there is no such file (",
        "out/explanations");
  }
}
