package org.sparklrp.job.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.job.files.HadoopPath;

/**
 * Keeps a second job out of a run's folder, on any file system: a small file that its owner renews
 * while it lives. A lock that was not renewed for {@value #SECONDS_TO_DEATH} seconds, or whose
 * process on this machine is gone, is a dead one's and may be taken.
 */
final class RunLock implements AutoCloseable {
  static final String NAME = "_lock.json";
  static final int SECONDS_TO_DEATH = 90;

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final int SECONDS_BETWEEN_BEATS = 15;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HadoopPath file;
  private final String run;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "run-lock");
            thread.setDaemon(true);
            return thread;
          });

  private RunLock(HadoopPath file, String run) {
    this.file = file;
    this.run = run;
  }

  /**
   * Takes the lock of a folder.
   *
   * @param run tells this run from every other
   * @throws EnvironmentException when another run holds it: a run that was killed on another
   *     machine does so for a while
   */
  static RunLock take(HadoopPath folder, String run) throws IOException {
    HadoopPath file = folder.child(NAME);
    RunLock lock = new RunLock(file, run);
    JsonNode former = JsonFile.read(file);
    if (!former.isMissingNode()) {
      refuseLiving(former, folder);
      file.files().delete(file.path(), false);
    }
    try (OutputStream out = file.files().create(file.path(), false)) {
      out.write(lock.beat());
    } catch (FileAlreadyExistsException e) {
      refuseLiving(JsonFile.read(file), folder);
      throw e;
    }
    // It never throws, and ends with the lock.
    ScheduledFuture<?> unused =
        lock.heart.scheduleAtFixedRate(
            lock::renew, SECONDS_BETWEEN_BEATS, SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS);
    return lock;
  }

  /**
   * Asks whether the lock is still this run's.
   *
   * @throws EnvironmentException when another run has taken it: this one was silent for too long
   */
  void check() throws IOException {
    JsonNode now = JsonFile.read(file);
    if (!now.path("run").asText().equals(run)) {
      throw new EnvironmentException(
          "Cannot complete the run: another took its folder over meanwhile (%s); let one of them alone write there"
              .formatted(file.path().getParent()));
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    heart.shutdownNow();
    try {
      if (JsonFile.read(file).path("run").asText().equals(run)) {
        file.files().delete(file.path(), false);
      }
    } catch (IOException e) {
      LOG.warn("The lock of the output stays until it is out of date: {}", e.getMessage());
    }
  }

  private void renew() {
    try {
      if (JsonFile.read(file).path("run").asText().equals(run)) {
        file.write(beat());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The lock of the output is not renewed: {}", e.getMessage());
    }
  }

  private byte[] beat() throws IOException {
    return JSON.writeValueAsBytes(
        JSON.createObjectNode()
            .put("run", run)
            .put("host", host())
            .put("process", ProcessHandle.current().pid())
            .put("beat", Instant.now().toString()));
  }

  private static void refuseLiving(JsonNode lock, HadoopPath folder) throws IOException {
    Duration silence =
        Duration.between(
            Instant.parse(lock.path("beat").asText(Instant.EPOCH.toString())), Instant.now());
    boolean isGone =
        lock.path("host").asText().equals(host())
            && ProcessHandle.of(lock.path("process").asLong()).isEmpty();
    if (!isGone && silence.compareTo(Duration.ofSeconds(SECONDS_TO_DEATH)) < 0) {
      throw new EnvironmentException(
          String.format(
              Locale.ROOT,
              "Cannot write the results: another run is writing there (%s: process %d on %s, heard of %d s ago); wait for it or choose another output.path",
              folder.path(),
              lock.path("process").asLong(),
              lock.path("host").asText(),
              Math.max(0, silence.toSeconds())));
    }
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }
}
