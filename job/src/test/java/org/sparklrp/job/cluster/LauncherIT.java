package org.sparklrp.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.demo.DemoDataset;

/** deploy/spark-lrp as a user meets it: what it prints and how it ends. */
class LauncherIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder;

  /** How a run of the launcher ended. */
  private record Ending(int code, String output) {}

  @Test
  void versionIsPrinted() {
    Ending ending = launch(Map.of(), "--version");

    assertThat(ending.output()).startsWith("spark-lrp ").doesNotContain("not packaged");
    assertThat(ending.code()).isZero();
  }

  @Test
  void wrongUsageEndsWithOne() {
    Ending ending = launch(Map.of(), "explian");

    assertThat(ending.output()).contains("explian", "explain");
    assertThat(ending.code()).isEqualTo(1);
  }

  @Test
  void missingConfigIsOneSentenceAndEndsWithTwo() {
    Ending ending = launch(Map.of(), "explain", "--config", folder.resolve("no.conf").toString());

    assertThat(ending.output().lines()).singleElement().asString().startsWith("Cannot ");
    assertThat(ending.code()).isEqualTo(2);
  }

  @Test
  void settingThatSparkDoesNotTakeEndsWithTwo() throws IOException {
    assertThat(explain(Map.of("SPARK_LRP_DRIVER_MEMORY", "400m")))
        .startsWith("Cannot start Spark: it does not take a setting ([INVALID_DRIVER_MEMORY] ")
        .endsWith("; correct it where the command, spark-submit or the Spark properties set it");
    assertThat(explain(Map.of("SPARK_LRP_MASTER", "local[many]")))
        .startsWith("Cannot go on: Spark knows no such master (Could not parse Master URL: 'local");
  }

  /** What explain says at the end, where the user is to blame. */
  private String explain(Map<String, String> environment) throws IOException {
    Path image = Files.createDirectories(folder.resolve("images")).resolve("black.png");
    ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    Ending ending =
        launch(
            environment,
            "explain",
            "--config",
            "/dev/null",
            "--set",
            "input.path=" + image,
            "--set",
            "model.path=" + Product.tinyNetwork(),
            "--set",
            "output.path=" + folder.resolve("out"));
    assertThat(ending.code()).as(ending.output()).isEqualTo(ExitCode.USER_ERROR);
    return ending.output().lines().reduce("", (line, next) -> next);
  }

  @Test
  void damagedBuildIsABugThatEndsWithThreeAndAStackTrace() throws IOException {
    Path damaged = folder.resolve("damaged.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Product.jar().toUri().toString());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(damaged), manifest)) {
      String entry = DemoDataset.class.getName().replace('.', '/') + ".class";
      jar.putNextEntry(new JarEntry(entry));
      jar.write(new byte[] {1, 2, 3});
    }

    Ending ending =
        launch(
            Map.of("SPARK_LRP_JAR", damaged.toString()),
            "demo",
            "--output",
            folder.resolve("demo").toString());

    assertThat(ending.output())
        .startsWith("java.lang.ClassFormatError: ")
        .contains("\tat org.sparklrp.job.Main.main(Main.java:");
    assertThat(ending.code()).isEqualTo(ExitCode.BUG);
  }

  @Test
  void modelIsInspectedWithoutSpark() {
    Ending ending = launch(Map.of(), "inspect", "--model", Product.tinyNetwork().toString());

    assertThat(ending.output()).contains("Convolution 3x3").doesNotContain("SparkContext");
    assertThat(ending.code()).isZero();
  }

  @Test
  void missingBuildNamesTheCommandThatBuilds() {
    Ending ending = launch(Map.of("SPARK_LRP_JAR", folder.resolve("no.jar").toString()), "--help");

    assertThat(ending.output())
        .startsWith("Cannot start spark-lrp: it is not built yet")
        .contains("mvn package -DskipTests");
    assertThat(ending.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.2", "1.8.0_402", "22.0.1", "25.0.3", "170"})
  void anotherJavaIsRefused(String version) throws IOException {
    Path java = javaThatClaims(version);

    Ending ending = launch(Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(ending.output())
        .isEqualToNormalizingNewlines(
            "Cannot start spark-lrp: it runs on Java 17 or 21 (%s is %s); set JAVA_HOME to one of these%n"
                .formatted(java, version));
    assertThat(ending.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.15", "21", "21.0.9"})
  void whatSparkRunsOnIsAccepted(String version) throws IOException {
    javaThatClaims(version);

    Ending ending = launch(Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(ending.output().lines())
        .containsSubsequence("org.sparklrp.job.Main", "--version")
        .doesNotContain("Cannot start spark-lrp");
    assertThat(ending.code()).isZero();
  }

  /** A Java that prints the arguments it is started with. */
  private Path javaThatClaims(String version) throws IOException {
    Path java = folder.resolve("bin/java");
    script(
        java,
        """
        [ "$1" != -version ] || { echo 'openjdk version "%s" 2019-01-15' >&2; exit; }
        printf '%%s\\n' "$@"
        """
            .formatted(version));
    return java;
  }

  @Test
  void memorySizeThatIsNoneIsRefused() {
    Ending ending = launch(Map.of("SPARK_LRP_DRIVER_MEMORY", "lots"), "--version");

    assertThat(ending.output())
        .startsWith(
            "Cannot start spark-lrp: SPARK_LRP_DRIVER_MEMORY is no memory size (lots); write it as 800m or 4g");
    assertThat(ending.code()).isEqualTo(2);
  }

  @Test
  void loggingIsWhatTheVariableNames() throws IOException {
    javaThatClaims("17");
    Path json = Product.root().resolve("conf/log4j2-json.properties");

    Ending chosen =
        launch(
            Map.of("JAVA_HOME", folder.toString(), "SPARK_LRP_LOGGING", json.toString()), "demo");
    Ending missing = launch(Map.of("SPARK_LRP_LOGGING", "no.properties"), "demo");

    assertThat(chosen.output().lines())
        .contains("-Dlog4j2.configurationFile=file:" + json.toRealPath());
    assertThat(missing.output())
        .startsWith("Cannot start spark-lrp: there is no such file (")
        .contains("/no.properties); let SPARK_LRP_LOGGING name one");
    assertThat(missing.code()).isEqualTo(2);
  }

  @Test
  void installationsSparkSubmitIsUsedWhereThereIsOne() throws IOException {
    script(folder.resolve("bin/spark-submit"), "printf '%s\\n' \"$@\"; exit 4");

    Ending ending =
        launch(
            Map.of(
                "SPARK_HOME",
                folder.toString(),
                "SPARK_LRP_MASTER",
                "yarn",
                "SPARK_LRP_SUBMIT_OPTIONS",
                "--conf spark.executor.instances=8"),
            "explain",
            "--config",
            "my run.conf");

    assertThat(ending.output().lines())
        .containsSubsequence("--class", "org.sparklrp.job.Main")
        .containsSubsequence("--master", "yarn")
        .containsSubsequence("--conf", "spark.executor.instances=8")
        .endsWith(Product.jar().toString(), "explain", "--config", "my run.conf");
    assertThat(ending.code()).isEqualTo(4);
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ending launch(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("env");
    command.add("--unset=SPARK_HOME");
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(Product.root().resolve("deploy/spark-lrp").toString());
    command.addAll(List.of(arguments));
    try (ChildProcess process = ChildProcess.start("spark-lrp", command, Map.of(), folder)) {
      int code = process.awaitExit(LIMIT);
      return new Ending(code, process.output());
    }
  }
}
