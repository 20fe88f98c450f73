package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.config.key.ReferenceConfig;
import org.sparklrp.job.command.ExitCode;

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
    assertThat(run.out()).contains("explain", "inspect", "attribute", "regions", "demo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain", "inspect", "attribute", "regions", "demo"})
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
  void aUsersFaultIsOneSentenceAndABugAStackTrace() {
    CommandLineRun fault = CommandLineRun.of("inspect", "--model", "no/such/model.onnx");
    assertThat(fault.exitCode()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(fault.err())
        .isEqualTo(
            "Cannot read the model: there is no such file (no/such/model.onnx); name an existing file\n");
  }
}
