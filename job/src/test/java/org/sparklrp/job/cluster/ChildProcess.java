package org.sparklrp.job.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process whose output can be waited for. Its standard output and error go to one log file, line
 * by line. Closing it ends it.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Thread reader;
  private final Object lines = new Object();
  private final StringBuilder output = new StringBuilder();
  private boolean ended;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(() -> read(log), "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process.
   *
   * @param name what it is called in failures
   * @param environment variables it gets beside this process's own
   * @param folder where it runs; takes its output as {@code NAME.log}
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path folder) {
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.directory(folder.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return new ChildProcess(name, process, folder.resolve(name + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line that the pattern finds, which may have been written already. */
  Matcher awaitLine(Pattern pattern, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      synchronized (lines) {
        while (true) {
          Matcher matcher = pattern.matcher(output);
          if (matcher.find()) {
            return matcher;
          }
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (ended || left <= 0) {
            throw new AssertionError(
                "%s %s without writing /%s/; it wrote:%n%s"
                    .formatted(name, ended ? "ended" : "ran for " + limit, pattern, output));
          }
          lines.wait(left);
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for the process's end and returns its exit code. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "%s did not end within %s; it wrote:%n%s".formatted(name, limit, output()));
      }
      reader.join(END.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as the kernel does when memory is short: it can do nothing about it. */
  void kill() {
    process.destroyForcibly();
    awaitExit(END);
  }

  /** Asks the process to end, and goes on listening to what it says. */
  void end() {
    process.toHandle().destroy();
  }

  /** The processes that it started, and those that they did. */
  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /** What it has written so far. */
  public String output() {
    synchronized (lines) {
      return output.toString();
    }
  }

  /** Ends the process and those it started. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void read(Path log) {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter out = Files.newBufferedWriter(log)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        append(line + System.lineSeparator());
      }
    } catch (IOException e) {
      append("(the output broke off: " + e + ")" + System.lineSeparator());
    } finally {
      synchronized (lines) {
        ended = true;
        lines.notifyAll();
      }
    }
  }

  private void append(String text) {
    synchronized (lines) {
      output.append(text);
      lines.notifyAll();
    }
  }

  private AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("Interrupted while waiting for " + name, e);
  }
}
