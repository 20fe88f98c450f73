package org.sparklrp.job.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which run an audit is compared with that is to be compared with the one before. */
class EarlierRunsTest {
  @TempDir private Path root;

  private Path run(String name, String started) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"product": "spark-lrp", "started": "%s", "config":
          {"input": {"path": "images"}, "model": {"path": "model.onnx"}, "output": {"path": "%s"}}}
        """
            .formatted(started, folder));
    return folder;
  }

  private static String before(Path run) {
    return new EarlierRuns(run.toString(), new Configuration())
        .latest()
        .map(earlier -> earlier.path().getName())
        .orElse("none");
  }

  @Test
  void theLatestThatBeganBeforeItIsTaken() throws IOException {
    Path monday = run("dt=2026-11-23", "2026-11-23T02:00:00Z");
    run("dt=2026-11-24", "2026-11-24T02:00:00Z");
    Path tonight = run("dt=2026-11-25", "2026-11-25T02:00:00Z");
    run("dt=2026-11-26", "2026-11-26T02:00:00Z");
    assertThat(before(tonight)).isEqualTo("dt=2026-11-24");
    assertThat(before(monday)).isEqualTo("none");
  }

  @Test
  void whatIsNoFinishedRunIsPassedBy() throws IOException {
    run("a night", "2026-11-23T02:00:00Z");
    Path tonight = run("tonight", "2026-11-25T02:00:00Z");
    Files.createDirectories(root.resolve("history"));
    Path broken = Files.createDirectories(root.resolve("broken"));
    Files.writeString(broken.resolve("manifest.json"), "{");
    Files.writeString(root.resolve("manifest.json"), "{}");
    assertThat(before(tonight)).isEqualTo("a night");
  }
}
