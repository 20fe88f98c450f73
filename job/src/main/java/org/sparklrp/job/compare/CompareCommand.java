package org.sparklrp.job.compare;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.key.CompareConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.RunOption;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what has changed between two runs, and fails where that is too much. */
@Command(
    name = "compare",
    header = "Tells what has changed between two runs: of another model, or of another month.",
    description = {
      "Sets each class of DIR beside the same of the baseline: mean relevance, score, accuracy,"
          + " positive and negative mass, concentration, centre, mean maps; and what layers keep, the"
          + " shares of clusters, failures by reason. Images that both runs have are compared with"
          + " themselves. What chance alone gives is told by resampling, and by halves of the"
          + " baseline.",
      "",
      "A breach is an effect above its gate's level, and beyond chance with all classes taken into"
          + " account. One of a gate with fail ends the command with exit code 4, of one with warn it"
          + " is a line. Runs that cannot be compared end it with 2: another method, composite,"
          + " accounting, grid, targets or names of classes.",
      "",
      "Writes below DIR, in place of former ones, the table drift, the verdict compare.json,"
          + " metrics.prom (OpenMetrics) and events.jsonl; with compare.open-lineage = true also"
          + " openlineage.json; with audit.root, one more file of the history. conf/audit-reference.conf lists the keys."
    },
    footer = {
      "  spark-lrp compare --run out/december --baseline out/november",
      "  spark-lrp compare --run out/december --baseline out/november --explain-gates",
      "  spark-lrp compare --run out/december --baseline out/november --config gates.conf"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final FileTask READING =
      new FileTask("read the configuration", "name an existing file");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--baseline",
      required = true,
      paramLabel = "DIR",
      description = "The output.path of the finished run that it is compared with.")
  private String baseline = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON with gates, audit.root and the like; any Hadoop path.")
  private @Nullable String file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of the file's; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Option(
      names = "--explain-gates",
      description = "Only prints what would be checked and what chance gives; writes nothing.")
  private boolean explainGates;

  @Override
  public Integer call() {
    return SparkCommand.run(
        "compare",
        session -> {
          Configuration configuration = session.sessionState().newHadoopConf();
          CompareConfig config = config(configuration);
          CompareAction action =
              new CompareAction(
                  session,
                  FinishedRun.open(run.folder(), configuration),
                  FinishedRun.open(baseline, configuration),
                  config);
          CompareResult result = action.compare();
          if (explainGates) {
            print(CompareReport.gates(result));
            return ExitCode.DONE;
          }
          action.write(result);
          print(CompareReport.of(result));
          return result.failed() ? ExitCode.GATE_FAILED : ExitCode.DONE;
        });
  }

  private CompareConfig config(Configuration configuration) {
    if (file == null) {
      return CompareConfig.parse("", "", overrides);
    }
    String text = new String(READING.read(file, configuration), StandardCharsets.UTF_8);
    return CompareConfig.parse(text, file, overrides);
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
