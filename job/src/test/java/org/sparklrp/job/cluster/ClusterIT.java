package org.sparklrp.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.Cases;

/**
 * The jar goes through SparkSubmit to a standalone master and two workers, all JVMs of their own,
 * and leaves what the launcher's local run leaves. The model's weights lie in a file beside it.
 */
class ClusterIT {
  private static final Duration RUN = Duration.ofMinutes(5);
  private static final double TOLERANCE = 1e-6;
  private static final Pattern OPENED = Pattern.compile("Opened model ");
  private static final List<String> CLASSES = List.of("ant", "bee", "cat", "dog", "elk");
  private static final int IMAGES_PER_CLASS = 12;
  private static final int SIDE = 16;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static RunTables local;
  private static RunTables distributed;

  @BeforeAll
  static void runBoth() throws IOException {
    Path config = config();
    cluster = new StandaloneCluster(Product.scratch("standalone"), 2);
    distributed = new RunTables(folder.resolve("distributed"));
    List<String> submission =
        cluster.submission(
            // Both executors are there before the first task is.
            List.of(
                "spark.cores.max=2",
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "spark.scheduler.maxRegisteredResourcesWaitingTime=60s"),
            "explain",
            "--config",
            config.toString(),
            "--set",
            "output.path=" + distributed.path());
    run("submitted", submission, Product.sparkEnvironment());
    local = new RunTables(folder.resolve("local"));
    run("launched", launch(config), Map.of("SPARK_LRP_MASTER", "local[2]"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyImageIsExplainedOrFailed() {
    assertThat(distributed.rows("explanations", "image_id, target"))
        .hasSize(2 * CLASSES.size() * IMAGES_PER_CLASS);
    assertThat(distributed.rows("failures", "image_id"))
        .singleElement()
        .satisfies(row -> assertThat(row.get("uri")).asString().endsWith("ant/empty.png"));
  }

  @Test
  void clusterAndLocalRunsWriteTheSameRows() {
    local.assertSame(distributed, "explanations", "image_id, target_name", TOLERANCE);
    local.assertSame(distributed, "maps", "image_id, target_name", TOLERANCE);
    local.assertSame(distributed, "failures", "image_id", TOLERANCE);
    local.assertSame(distributed, "class_statistics", "target_name", TOLERANCE);
  }

  @Test
  void everyExecutorOpensTheModelOnce() {
    assertThat(cluster.executorLogs())
        .hasSize(2)
        .allSatisfy(log -> assertThat(OPENED.matcher(log).results()).hasSize(1));
  }

  private static void run(String name, List<String> command, Map<String, String> environment) {
    try (ChildProcess process =
        ChildProcess.start(name, command, environment, Product.scratch(name))) {
      assertThat(process.awaitExit(RUN)).as(process.output()).isZero();
    }
  }

  private static List<String> launch(Path config) {
    return List.of(
        Product.root().resolve("deploy/spark-lrp").toString(),
        "explain",
        "--config",
        config.toString(),
        "--set",
        "output.path=" + local.path());
  }

  private static Path config() throws IOException {
    Path images = folder.resolve("images");
    Random random = new Random(7);
    for (String label : CLASSES) {
      Files.createDirectories(images.resolve(label));
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            image.setRGB(x, y, random.nextInt(1 << 24));
          }
        }
        ImageIO.write(image, "png", images.resolve(label).resolve(i + ".png").toFile());
      }
    }
    Files.createFile(images.resolve("ant/empty.png"));
    Path config = folder.resolve("explain.conf");
    Files.writeString(
        config,
        """
        input { path = "%s", label = parent-directory }
        model { path = "%s", classes = [%s] }
        method { composite = epsilon-plus }
        targets = ["class:bee", "contrast:cat-dog"]
        job { batch-size = 4, max-failed-fraction = 0.1 }
        """
            .formatted(
                images,
                Cases.file("01-external-data", "model.onnx").toAbsolutePath(),
                String.join(", ", CLASSES)));
    return config;
  }
}
