package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.job.Main;
import org.sparklrp.job.Quickstart;
import org.sparklrp.job.cluster.ChildProcess;
import org.sparklrp.job.cluster.Product;
import picocli.CommandLine;
import scala.jdk.javaapi.CollectionConverters;

/** Runs a page's commands, or checks of them what can be checked. */
final class Commands implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
  private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=(.*)");
  private static final String IMAGE = "deploy/Dockerfile";
  private static final List<Integer> CLUSTER_PORTS = List.of(7077, 8080);

  private final Path page;
  private final Workshop workshop;
  private boolean isClusterRunning;

  Commands(Path page, Workshop workshop) {
    this.page = page;
    this.workshop = workshop;
  }

  /** The words of a command line as a shell splits it. */
  static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group().replaceAll("[\"']", ""))
        .toList();
  }

  /** The commands that the command line has. */
  static Set<String> names() {
    return new CommandLine(Main.class).getSubcommands().keySet();
  }

  void run(String command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(words(command));
    Map<String, String> environment = new HashMap<>();
    for (Matcher set = VARIABLE.matcher(words.get(0));
        set.matches();
        set = VARIABLE.matcher(words.get(0))) {
      environment.put(set.group(1), set.group(2));
      words.remove(0);
    }
    String program = words.remove(0);
    switch (program) {
      case "deploy/spark-lrp" -> sparkLrp(words, environment);
      case "deploy/standalone-cluster.sh" -> cluster(words);
      case "deploy/quickstart.sh" -> quickstart(words);
      case "spark-submit" -> sparkSubmit(words, environment);
      case "docker" -> dockerBuild(words);
      case "kubectl" -> kubectlApply(words);
      case "mvn" -> MavenCommand.check(words);
      default ->
          throw new AssertionError(
              "%s has a command that no test knows: %s; tell Commands how to run it"
                  .formatted(page, command));
    }
  }

  /**
   * Runs it: those of README.md and those with variables by the launcher, the others in this JVM.
   * Where it measures, once is enough.
   */
  private void sparkLrp(List<String> words, Map<String, String> environment) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      arguments.add(workshop.fill(word));
    }
    if (arguments.remove("COMMAND")) {
      names().forEach(name -> assertAccepted(List.of(name, "--help")));
      assertThat(arguments).containsExactly("--help");
    }
    if (words.get(0).equals("bench")) {
      arguments.addAll(List.of("--rounds", "1", "--warm-up", "0"));
    }
    for (String variable : environment.keySet()) {
      assertThat(Quickstart.text("deploy/spark-lrp")).contains("${" + variable + ":");
    }
    if (page.equals(Path.of("README.md")) || !environment.isEmpty()) {
      launch("deploy/spark-lrp", arguments, environment);
    } else {
      LocalSpark.session();
      CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }
    Path manifest = workshop.output().resolve("manifest.json");
    if (words.contains("--check")) {
      assertThat(manifest).doesNotExist();
    } else if (List.of("explain", "audit").contains(words.get(0))) {
      assertThat(manifest).exists();
    }
  }

  /**
   * Runs it, on the ports that the page names. Where somebody listens there the block is skipped.
   */
  private void cluster(List<String> words) {
    if (words.get(0).equals("start")) {
      assumeThat(CLUSTER_PORTS).as("ports that are free").allMatch(Commands::isFree);
    }
    isClusterRunning = words.get(0).equals("start");
    launch("deploy/standalone-cluster.sh", words, Map.of());
  }

  /** Ends the cluster of a block that failed before it did. */
  @Override
  public void close() {
    if (isClusterRunning) {
      cluster(List.of("stop"));
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private void launch(String script, List<String> arguments, Map<String, String> environment) {
    List<String> command =
        new ArrayList<>(
            List.of("env", "--unset=SPARK_HOME", Product.root().resolve(script).toString()));
    command.addAll(arguments);
    try (ChildProcess process =
        ChildProcess.start("guide", command, environment, workshop.folder())) {
      assertThat(process.awaitExit(LIMIT)).as(process.output()).isZero();
    }
  }

  /**
   * Checks that the script accepts its arguments and that the command line accepts what the script
   * makes of them. It builds the project, which is being built: it is run behind this build.
   */
  private void quickstart(List<String> words) throws IOException, InterruptedException {
    Quickstart.Outcome script =
        Quickstart.in(workshop.folder().resolve("quickstart"), "")
            .run(words.toArray(String[]::new));
    assertThat(script.exitCode()).as(script.printed()).isZero();
    assertThat(script.commands()).isNotEmpty();
    for (List<String> command : script.commands()) {
      if (command.get(0).equals("mvn")) {
        MavenCommand.check(command.subList(1, command.size()));
      } else {
        assertAccepted(command.subList(1, command.size()));
      }
    }
  }

  /**
   * Checks what spark-submit makes of it, its files, and that the command line accepts the rest.
   * There is no such installation and no such cluster here; ClusterIT submits to one of its own.
   */
  private void sparkSubmit(List<String> words, Map<String, String> environment) throws IOException {
    List<String> filled = new ArrayList<>();
    for (String word : words) {
      filled.add(workshop.fill(word));
    }
    SparkSubmitArguments submitted =
        new SparkSubmitArguments(
            CollectionConverters.asScala(filled).toSeq(),
            scala.collection.immutable.Map.from(CollectionConverters.asScala(environment)));
    if (submitted.propertiesFile() != null) {
      assertThat(Path.of(submitted.propertiesFile())).exists();
    }
    if (submitted.primaryResource().startsWith("local:")) {
      assertThat(Quickstart.text(IMAGE))
          .contains(" " + submitted.primaryResource().replaceFirst("local:/*", "/") + "\n");
    } else {
      assertThat(submitted.primaryResource()).isEqualTo("file:" + Product.jar());
    }
    assertThatCode(() -> Class.forName(submitted.mainClass())).doesNotThrowAnyException();
    assertAccepted(CollectionConverters.asJava(submitted.childArgs()));
  }

  /** Checks that the image's recipe has what it is given; there is no Docker here. */
  private static void dockerBuild(List<String> words) throws IOException {
    assertThat(words).startsWith("build", "-f", IMAGE).endsWith(".");
    String recipe = Quickstart.text(IMAGE);
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("--build-arg")) {
        String[] argument = words.get(i + 1).split("=", 2);
        assertThat(recipe).contains("ARG " + argument[0] + "=");
        if (argument[0].equals("CONNECTOR")) {
          assertThat(recipe).contains(" AS with-" + argument[1] + "\n");
        }
      }
    }
  }

  /** Checks that the objects are there; their fields have tests of their own. */
  private static void kubectlApply(List<String> words) {
    assertThat(words).hasSize(3);
    assertThat(words.get(0)).isIn("apply", "create");
    assertThat(words.get(1)).isEqualTo("-f");
    assertThat(Product.root().resolve(words.get(2))).exists();
  }

  /** Asserts that the command line knows a command and its options, without running it. */
  private static void assertAccepted(List<String> arguments) {
    assertThatCode(() -> new CommandLine(Main.class).parseArgs(arguments.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }
}
