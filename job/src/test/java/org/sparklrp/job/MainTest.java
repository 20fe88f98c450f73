package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.key.ReferenceConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class MainTest {
  @Test
  void withoutACommandTheUsageIsAnError() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Usage:").contains("COMMAND").contains("inspect");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownCommandOrOptionIsWrongUsage() {
    assertWrongUsage("see `spark-lrp --help`", "'inspekt' (did you mean inspect?)", "inspekt");
    assertWrongUsage(
        "see `spark-lrp inspect --help`",
        "Unknown options: '--batc', '3' (did you mean --batch?)",
        "inspect",
        "--model",
        "m",
        "--batc",
        "3");
    assertWrongUsage(
        "see `spark-lrp inspect --help`",
        "Unknown options: '--btch', '3'",
        "inspect",
        "--model",
        "m",
        "--btch",
        "3");
    assertWrongUsage(
        "see `spark-lrp inspect --help`", "Missing required option: '--model=FILE'", "inspect");
    assertWrongUsage(
        "see `spark-lrp bench --help`",
        "'--batch': 'many' is not an int",
        "bench",
        "--model",
        "m",
        "--batch",
        "many");
  }

  private static void assertWrongUsage(String page, String fault, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(fault).endsWith("; " + page + "\n").hasLineCount(1);
  }

  @Test
  void theHelpOfTheWholeNamesEveryCommand() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "explain",
            "inspect",
            "attribute",
            "regions",
            "cluster",
            "verify",
            "export-virelay",
            "demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain",
        "inspect",
        "attribute",
        "regions",
        "cluster",
        "verify",
        "export-virelay",
        "demo"
      })
  void theHelpOfACommandIsAManualPage(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage:", "Description:", "Options:", "Examples:", "Exit codes:")
        .contains("spark-lrp " + command)
        .contains("one sentence says why");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void theManualPageOfExplainListsEveryKeyWithItsDefault() {
    String page = CommandLineRun.of("explain", "--help").out();
    for (ReferenceConfig.Entry entry : ReferenceConfig.entries()) {
      String value = entry.value();
      assertThat(page)
          .contains(
              "  "
                  + entry.path()
                  + (value.equals(ReferenceConfig.REQUIRED) ? " (required)" : " = " + value)
                  + " ");
    }
  }

  @Test
  void theVersionIsOneLine() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("spark-lrp ").hasLineCount(1);
  }

  @Test
  void aUsersFaultIsOneSentence() {
    CommandLineRun fault = CommandLineRun.of("inspect", "--model", "no/such/model.onnx");
    assertThat(fault.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(fault.err())
        .isEqualTo(
            "Cannot read the model: there is no such file (no/such/model.onnx); name an existing file\n");
  }

  /** A command with a bug. */
  @Command(name = "broken")
  static final class BrokenCommand implements Callable<Integer> {
    @Option(names = "--deep")
    boolean isDeep;

    @Override
    public Integer call() {
      List<Integer> none = List.of();
      return isDeep ? SparkCommand.run("broken", BrokenCommand::fromTask) : none.get(0);
    }

    private static Integer fromTask(SparkSession session) {
      return JavaSparkContext.fromSparkContext(session.sparkContext())
          .parallelize(List.of(1))
          .map(one -> 1 / (one - 1))
          .first();
    }
  }

  @Test
  void aBugIsAStackTrace() {
    CommandLine commandLine = Main.commandLine();
    commandLine.addSubcommand(new BrokenCommand());
    CommandLineRun bug = CommandLineRun.of(commandLine, "broken");
    assertThat(bug.exitCode()).isEqualTo(ExitCode.BUG);
    assertThat(bug.out()).isEmpty();
    assertThat(bug.err())
        .startsWith("java.lang.ArrayIndexOutOfBoundsException: ")
        .contains("\tat org.sparklrp.job.MainTest$BrokenCommand.call(MainTest.java:");
  }

  @Test
  void aBugInATaskIsAStackTraceToo() {
    assertThat(LocalSpark.session().sparkContext().isStopped()).isFalse();
    CommandLine commandLine = Main.commandLine();
    commandLine.addSubcommand(new BrokenCommand());
    CommandLineRun bug = CommandLineRun.of(commandLine, "broken", "--deep");
    assertThat(bug.exitCode()).isEqualTo(ExitCode.BUG);
    assertThat(bug.err())
        .startsWith("org.apache.spark.SparkException: Job aborted due to stage failure")
        .contains("Caused by: java.lang.ArithmeticException: / by zero");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/guide/operations.md",
        "deploy/spark-lrp",
        "deploy/airflow/nightly_audit.py",
        "deploy/kubernetes/job.yaml"
      })
  void everyTextThatListsExitCodesSaysTheSameOfThem(String file) throws IOException {
    String text = Quickstart.text(file).replaceAll("\\s*\n#? *", " ");
    assertThat(text)
        .contains(ExitCode.USER_ERROR + " the input or config")
        .contains(ExitCode.BUG + " a bug")
        .contains(ExitCode.GATE_FAILED + " too many images failed")
        .contains(ExitCode.ENVIRONMENT + " storage, network or cluster failed");
  }

  @Test
  void theHelpListsEveryExitCode() {
    String page = CommandLineRun.of("--help").out();
    assertThat(page.substring(page.indexOf("Exit codes:")))
        .containsPattern(String.format(Locale.ROOT, "(?m)^ +%d +done$", ExitCode.DONE))
        .containsPattern(
            String.format(Locale.ROOT, "(?m)^ +%d +the command line was used", ExitCode.USAGE))
        .containsPattern(
            String.format(Locale.ROOT, "(?m)^ +%d +the input or the config", ExitCode.USER_ERROR))
        .containsPattern(
            String.format(Locale.ROOT, "(?m)^ +%d +a bug; the stack trace", ExitCode.BUG))
        .containsPattern(
            String.format(Locale.ROOT, "(?m)^ +%d +the job ran, but a gate", ExitCode.GATE_FAILED))
        .containsPattern(
            String.format(
                Locale.ROOT, "(?m)^ +%d +storage, network, a full", ExitCode.ENVIRONMENT));
  }
}
