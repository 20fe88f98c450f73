package org.sparklrp.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's own standalone cluster on 127.0.0.1: a master and workers of one core, each a JVM of its
 * own, on ports that are free.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

  private final Path folder;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final String master;

  /**
   * Starts a cluster and waits until every worker has registered.
   *
   * @param folder takes logs and the executors' work folders; what it held is deleted
   */
  StandaloneCluster(Path folder, int workers) {
    this.folder = folder;
    deleteRecursively(folder);
    try {
      ChildProcess first =
          start(
              "master",
              "org.apache.spark.deploy.master.Master",
              List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
      master = first.awaitLine(MASTER, START).group(1);
      List<ChildProcess> started = new ArrayList<>();
      for (int worker = 1; worker <= workers; worker++) {
        started.add(startWorker(worker));
      }
      started.forEach(worker -> worker.awaitLine(REGISTERED, START));
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /**
   * The command that submits the product to this cluster.
   *
   * @param settings of Spark beside those of the product's defaults, as {@code KEY=VALUE}
   * @param arguments of the product's command line
   */
  List<String> submission(List<String> settings, String... arguments) {
    List<String> command = Product.sparkJvm("512m");
    command.addAll(
        List.of(
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            master,
            "--class",
            "org.sparklrp.job.Main",
            "--properties-file",
            Product.root().resolve("conf/spark-defaults.conf").toString()));
    List<String> all = new ArrayList<>(settings);
    all.add("spark.executor.memory=512m");
    all.add("spark.executor.defaultJavaOptions=" + Product.SHORT_LIVED);
    all.add("spark.executor.cores=1");
    all.forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.add(Product.jar().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Kills every executor, as a machine that goes down does. */
  void killExecutors() {
    List<ProcessHandle> executors =
        processes.stream()
            .flatMap(ChildProcess::descendants)
            .filter(StandaloneCluster::isExecutor)
            .toList();
    assertThat(executors).isNotEmpty().allMatch(ProcessHandle::destroyForcibly);
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("org.apache.spark.executor.CoarseGrainedExecutorBackend"))
        .isPresent();
  }

  /** What each executor of every application wrote, by its work folder. */
  List<String> executorLogs() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals("stderr"))
          .sorted()
          .map(StandaloneCluster::text)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Workers first: they end their executors.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }

  private ChildProcess startWorker(int number) {
    return start(
        "worker-" + number,
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve("work-" + number).toString(),
            master));
  }

  private ChildProcess start(String name, String main, List<String> arguments) {
    List<String> command = Product.sparkJvm("256m");
    command.add(1, "-Dspark.master.rest.enabled=false");
    command.add(main);
    command.addAll(arguments);
    ChildProcess process = ChildProcess.start(name, command, Product.sparkEnvironment(), folder);
    processes.add(process);
    return process;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteRecursively(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
