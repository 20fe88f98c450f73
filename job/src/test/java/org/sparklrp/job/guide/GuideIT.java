package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.config.key.CompareConfig;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.LocalSpark;

/** The commands and queries of all pages, run as they stand. */
class GuideIT {
  private static final Set<String> SHELL = Set.of("sh", "");

  /** Pages whose blocks follow from each other: FindingsIT runs them. */
  private static final Set<Path> STORIES = Set.of(Path.of(Morning.PAGE), Path.of(Queries.PAGE));

  private static final Pattern READ = Pattern.compile("spark\\.read\\.parquet\\(\"([^\"]+)\"\\)");
  private static final Pattern STEP = Pattern.compile("\\.(\\w+)\\(([^()]*)\\)");

  @TempDir static Path folder;
  private static Path images;
  private static Path run;

  private static Stream<Page.Block> blocks() {
    return Page.all().stream()
        .filter(page -> !STORIES.contains(page.path()))
        .flatMap(page -> page.blocks().stream());
  }

  static Stream<Page.Block> shellBlocks() {
    return blocks().filter(block -> SHELL.contains(block.language()));
  }

  /** Commands in sentences. */
  static Stream<Page.Block> inlineCommands() {
    return Page.all().stream()
        .flatMap(
            page ->
                page.inlineCode().stream()
                    .filter(
                        code -> code.matches("(mvn|deploy/\\S+|spark-submit|docker|kubectl) .*"))
                    .distinct()
                    .map(code -> new Page.Block(page.path(), "sh", List.of(code))));
  }

  static Stream<Page.Block> queries() {
    return blocks().filter(block -> !SHELL.contains(block.language()));
  }

  @BeforeAll
  static void makeImagesAndAFinishedRun() throws IOException {
    images = Workshop.writeImages(folder.resolve("images"));
    LocalSpark.session();
    Path demo = folder.resolve("demo");
    run = demo.resolve("run");
    done("demo", "--output", demo.toString(), "--images", "12");
    done(
        "explain",
        "--config",
        demo.resolve("demo.conf").toString(),
        "--set",
        "output.by=label",
        "--set",
        "targets=[predicted, \"class:horse\"]",
        "--set",
        "output.heatmaps=0");
  }

  private static void done(String... arguments) {
    CommandLineRun done = CommandLineRun.of(arguments);
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  @Test
  void thereAreCommandsAndQueries() {
    assertThat(shellBlocks()).hasSizeGreaterThan(5);
    assertThat(inlineCommands()).isNotEmpty();
    assertThat(queries()).extracting(Page.Block::language).contains("sql", "scala");
  }

  @ParameterizedTest
  @MethodSource({"shellBlocks", "inlineCommands"})
  void commandsDoWhatTheirPageSays(Page.Block block) throws Exception {
    Path own = Files.createTempDirectory(folder, "block");
    try (Commands commands = new Commands(block.page(), new Workshop(own, images))) {
      for (String command : block.commands()) {
        commands.run(command);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          helm install spark-lrp | has a command that no test knows
          kubectl apply -f job.yaml | job.yaml
          kubectl delete -f deploy/kubernetes/job.yaml | "delete"
          docker build -f deploy/Dockerfile --build-arg CONNECTOR=azure -t spark-lrp . | AS with-azure
          deploy/spark-lrp inspekt --model MODEL.onnx | (did you mean inspect?)
          deploy/spark-lrp inspect --modell MODEL.onnx | (did you mean --model?)
          deploy/spark-lrp inspect --model MODEL.onnx --set method.composit=a | no key method.composit
          SPARK_LRP_MASTERS=local deploy/spark-lrp inspect --model MODEL.onnx | SPARK_LRP_MASTERS
          deploy/quickstart.sh --bag-of-words | there is no option --bag-of-words
          spark-submit --propertys-file a job/target/spark-lrp.jar explain | Unrecognized option '--propertys-file'
          spark-submit --class org.sparklrp.Main job/target/spark-lrp.jar explain | org.sparklrp.Main
          spark-submit --class org.sparklrp.job.Main job/target/spark-lrp.jar explain --config FILE --sett a=b | --sett
          mvn check | No test knows this word of a call of Maven: check
          mvn -Pbenchmarks -pl common test-compile | benchmarks
          mvn -Pjmh -pl common test-compile -Djmh.argument=x | jmh.argument}
          mvn -Pjmh -pl common test-compile -Djmh.arguments='ExplanationBenchmark -p network=lenet' | "lenet"
          mvn -pl common nowhere:goal | nowhere
          """)
  void whatIsWrongOrUnknownFails(String command, String reason) throws Exception {
    Path own = Files.createTempDirectory(folder, "wrong");
    try (Commands commands = new Commands(Path.of("wrong.md"), new Workshop(own, images))) {
      assertThatThrownBy(() -> commands.run(command)).hasMessageContaining(reason);
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void queriesFindRowsInAFinishedRun(Page.Block block) throws Exception {
    String text = String.join("\n", block.lines()).replace("OUT/", run + "/");
    switch (block.language()) {
      case "sql" -> {
        for (String query : text.split(";", -1)) {
          if (!query.isBlank()) {
            assertDuckDbFindsRows(query);
          }
        }
      }
      case "hocon" -> assertThat(CompareConfig.parse(text, text, List.of()).gates()).isNotEmpty();
      case "python" -> assertPythonCompiles(text);
      case "scala" -> assertThat(spark(text).collectAsList()).as(text).isNotEmpty();
      default ->
          throw new AssertionError(
              "%s has a block that no test knows (%s); tell GuideIT how to run it"
                  .formatted(block, block.language()));
    }
  }

  /** What it imports is not here; that it is Python is all that can be seen. */
  private static void assertPythonCompiles(String text) throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/python3")).exists();
    Path script = Files.writeString(folder.resolve("script.py"), text);
    Process python =
        new ProcessBuilder("/usr/bin/python3", "-m", "py_compile", script.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
  }

  private static void assertDuckDbFindsRows(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as(query).isTrue();
    }
  }

  /** What a chain of calls on {@code spark} gives, which Scala and Python write alike. */
  private static Dataset<Row> spark(String text) {
    Matcher read = READ.matcher(text);
    assertThat(read.lookingAt()).as(text).isTrue();
    Dataset<Row> rows = LocalSpark.session().read().parquet(read.group(1));
    Matcher step = STEP.matcher(text).region(read.end(), text.length());
    int end = read.end();
    for (; step.lookingAt(); step.region(end, text.length())) {
      String[] arguments =
          step.group(2).substring(1, step.group(2).length() - 1).split("\", *\"", -1);
      rows =
          switch (step.group(1)) {
            case "where" -> rows.where(arguments[0]);
            case "select" ->
                rows.select(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
            default -> throw new AssertionError("No test knows this step: " + step.group());
          };
      end = step.end();
    }
    assertThat(text.substring(end)).as("what follows the query").isBlank();
    return rows;
  }
}
