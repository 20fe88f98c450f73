package org.sparklrp.job.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sparklrp.config.key.VerifyConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.model.NeuralExplainerFactory;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves or refutes what a run's clusters make one suspect. */
@Command(
    name = "verify",
    header = "Proves or refutes a run's suspicious clusters by changing images.",
    description = {
      "For the most suspicious clusters of every class: takes the region where the cluster has its"
          + " relevance out of its images, pastes it into images of other classes, and asks the run's"
          + " own model what it says; the same with random regions of the same shape. A finding is",
      "  confirmed      if removing and pasting it turn decisions, beyond what random regions do, and"
          + " the images show the same thing there: a stamp, and not an object",
      "  harmless       if neither turns decisions",
      "  not-confirmed  otherwise",
      "",
      "Needs the tables of the command cluster, and the run's images and model; where they have moved,"
          + " say so with --set input.path=... and --set model.path=.... Writes below DIR, in place of"
          + " former ones, the tables findings and finding_images and the list findings/_IDS.csv of the"
          + " images that confirmed findings concern. conf/audit-reference.conf lists the keys."
    },
    footer = {
      "  spark-lrp verify --run out",
      "  spark-lrp verify --run out --set verify.images=50 --set input.path=/new/place/of/images"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The output.path of a run that was clustered; any Hadoop path.")
  private String run = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of its default; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    VerifyConfig config = VerifyConfig.parse(overrides);
    List<String> moved = new ArrayList<>();
    for (String override : overrides) {
      if (!override.startsWith("verify.")) {
        moved.add(override);
      }
    }
    return SparkCommand.run(
        "verify",
        session -> {
          FinishedRun finished =
              FinishedRun.open(run, session.sessionState().newHadoopConf(), moved);
          VerifyResult result =
              new VerifyAction(session, finished, config, new NeuralExplainerFactory()).run();
          spec.commandLine().getOut().println(VerifyReport.of(result));
          return ExitCode.DONE;
        });
  }
}
