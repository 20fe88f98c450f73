package org.sparklrp.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparklrp.job.command.ExitCode;

/** A cluster whose executors die under a job: the environment's fault, in one sentence. */
class LostExecutorIT {
  private static final Duration RUN = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void executorsThatDieAreTheEnvironmentsFault() throws Exception {
    Path pipe = pipe(Files.createDirectories(folder.resolve("images")).resolve("slow.png"));
    try (StandaloneCluster cluster = new StandaloneCluster(Product.scratch("lost"), 1);
        ChildProcess run =
            ChildProcess.start(
                "submitted",
                cluster.submission(
                    // The first loss is the last: else Spark would replace the executor and go on.
                    List.of("spark.task.maxFailures=1"),
                    "explain",
                    "--config",
                    config().toString()),
                Product.sparkEnvironment(),
                Product.scratch("lost-run"));
        OutputStream unwritten = awaitReader(pipe)) {
      cluster.killExecutors();

      assertThat(run.awaitExit(RUN)).as(run.output()).isEqualTo(ExitCode.ENVIRONMENT);
      // What Spark logs of the job comes first; the command itself has but one thing to say.
      assertThat(run.output().lines().reduce("", (line, next) -> next))
          .startsWith("Cannot go on: the cluster, or a part of it, was lost (ExecutorLostFailure (")
          .contains("; run it again");
      assertThat(unwritten).isNotNull();
    }
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("explain.conf"),
        """
        input.path = "%s"
        model.path = "%s"
        output.path = "%s"
        """
            .formatted(folder.resolve("images"), Product.tinyNetwork(), folder.resolve("out")));
  }

  /** An image that never comes: who reads a pipe waits until somebody writes. */
  private static Path pipe(Path file) throws IOException {
    int code = new ProcessBuilder("mkfifo", file.toString()).start().onExit().join().exitValue();
    assertThat(code).as("mkfifo").isZero();
    return file;
  }

  /** Opening a pipe for writing waits until somebody reads it: here, a task on an executor. */
  private static OutputStream awaitReader(Path pipe) throws Exception {
    return CompletableFuture.supplyAsync(() -> open(pipe)).get(RUN.toSeconds(), TimeUnit.SECONDS);
  }

  private static OutputStream open(Path pipe) {
    try {
      return Files.newOutputStream(pipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
