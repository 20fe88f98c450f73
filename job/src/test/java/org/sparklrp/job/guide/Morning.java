package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.job.CommandLineRun;
import org.sparklrp.job.command.ExitCode;

/**
 * The commands of the page that walks through a morning, which follow from each other.
 *
 * @param drawing arguments that the demo is drawn with, to make it smaller
 * @param settings of the command audit, to make it quicker
 */
public record Morning(List<String> drawing, List<String> settings) {
  /** Run by this class, not block by block. */
  static final String PAGE = "deploy/guide/morning.md";

  private static final String PROGRAM = "deploy/spark-lrp";

  /**
   * Runs a block of the page.
   *
   * @param number of the block, from 0
   * @param ends the exit code of its last command, those before it end with 0
   * @param folder takes what the page writes to the current one
   * @return what was printed
   */
  public String run(int number, int ends, Path folder) {
    StringBuilder printed = new StringBuilder();
    List<Page.Block> blocks =
        Page.named(PAGE).blocks().stream().filter(block -> block.language().equals("sh")).toList();
    List<String> commands = blocks.get(number).commands();
    for (String command : commands) {
      List<String> arguments = new ArrayList<>();
      for (String word : Commands.words(command)) {
        arguments.add(
            word.replaceFirst("(?<=^|=)morning\\b", folder.resolve("morning").toString()));
      }
      assertThat(arguments.remove(0)).isEqualTo(PROGRAM);
      if (arguments.get(0).equals("demo")) {
        arguments.addAll(drawing);
      } else {
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
      }
      CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
      assertThat(run.exitCode())
          .as(command + run.out() + run.err())
          .isEqualTo(command.equals(commands.get(commands.size() - 1)) ? ends : ExitCode.DONE);
      printed.append(run.out());
    }
    return printed.toString();
  }
}
