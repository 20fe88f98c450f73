package org.sparklrp.job.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the build left what users get. */
public final class Product {
  /** For JVMs that end before the second compiler would pay. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private static final Path MODULE = Path.of("").toAbsolutePath();

  private Product() {}

  /** The repository's root. */
  public static Path root() {
    return MODULE.resolve("..").normalize();
  }

  /** The jar that is submitted. */
  public static Path jar() {
    return built(MODULE.resolve("target/spark-lrp.jar"));
  }

  /** Spark's own jars, in a folder {@code jars} as an installation has them. */
  static Path sparkHome() {
    built(MODULE.resolve("target/spark/jars"));
    return MODULE.resolve("target/spark");
  }

  /** What the scripts of an installation tell its JVMs. */
  static Map<String, String> sparkEnvironment() {
    return Map.of(
        "SPARK_HOME", sparkHome().toString(),
        "SPARK_SCALA_VERSION", "2.13",
        "SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Where child processes may write: logs and work folders, kept for a look after a failure. */
  public static Path scratch(String name) {
    return MODULE.resolve("target/cluster").resolve(name);
  }

  /** A small network of 3 x 16 x 16 pixels and 5 classes. */
  public static Path tinyNetwork() {
    return root().resolve("common/src/test/resources/golden/tiny-cnn/model.onnx");
  }

  /**
   * The command line of a JVM on Spark's jars, ready for a main class and its arguments.
   *
   * @param heap its largest heap: {@code 256m}
   */
  static List<String> sparkJvm(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add(SHORT_LIVED);
    for (String opened :
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(sparkHome().resolve("jars") + "/*");
    return command;
  }

  private static Path built(Path path) {
    if (!Files.exists(path)) {
      throw new AssertionError(path + " is not there; these tests run after the phase package");
    }
    return path;
  }
}
