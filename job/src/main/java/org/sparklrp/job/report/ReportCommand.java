package org.sparklrp.job.report;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.key.ReportConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.RunOption;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a run's tables as a page for a browser. */
@Command(
    name = "report",
    header = "Writes what a run's tables say as one HTML page.",
    description = {
      "The page holds what was run, the findings in plain words with images, per class the figures,"
          + " mean maps, clusters and typical and wrongly decided images, evaluation, drift and"
          + " failures: whatever of them the run has tables of. It is one file that needs no network"
          + " and no server.",
      "",
      "Small copies of the images are read from where they lay; where they are gone, or with"
          + " report.images=false, the page shows their relevance alone. conf/audit-reference.conf"
          + " lists the keys."
    },
    footer = {
      "  spark-lrp report --run out",
      "  spark-lrp report --run s3a://audit/dt=2026-11-22 --output report.html --set report.classes=100"
    })
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--output",
      paramLabel = "F.html",
      description = "The page; any Hadoop path (default: DIR/report.html).")
  private @Nullable String output;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of its default; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    ReportConfig config = ReportConfig.parse(overrides);
    return SparkCommand.run(
        "report",
        session -> {
          FinishedRun finished =
              FinishedRun.open(run.folder(), session.sessionState().newHadoopConf());
          ReportResult result = new ReportAction(session, finished, config).write(output);
          spec.commandLine().getOut().println(result.verdict());
          spec.commandLine().getOut().println(result.page());
          return ExitCode.DONE;
        });
  }
}
