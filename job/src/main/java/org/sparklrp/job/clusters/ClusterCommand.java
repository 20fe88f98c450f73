package org.sparklrp.job.clusters;

import java.util.List;
import java.util.concurrent.Callable;
import org.sparklrp.config.key.ClusterConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.RunOption;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Groups the explanations of every class of a run that look alike, and ranks the classes. */
@Command(
    name = "cluster",
    header = "Groups a run's explanations that look alike, and ranks the classes by suspicion.",
    description = {
      "Spectral relevance analysis (Lapuschkin et al. 2019), class by class: a class whose images"
          + " are recognised in several ways falls into clusters, and one that looks where neither"
          + " the rest of the class nor other classes do is suspicious. What chance gives is told by"
          + " classes of maps shuffled between the others.",
      "",
      "Takes the explanations of an image for the class it was taken for and for its label; explain"
          + " with targets = [predicted, label]. Reads tables alone, never the images, and writes"
          + " below DIR, in place of former ones:",
      "  clusters            per image and target its cluster, coordinates and how alone it is",
      "  cluster_statistics  per class and cluster counts, accuracy, mean map, region, suspicion",
      "  class_ranking       the classes by suspicion, with the reasons as numbers",
      "",
      "conf/audit-reference.conf lists the keys of --set. A suspicion is no proof: see verify."
    },
    footer = {
      "  spark-lrp cluster --run out",
      "  spark-lrp cluster --run out --set cluster.on=concepts:layer3 --set cluster.neighbours=20"
    })
public final class ClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of its default; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    ClusterConfig config = ClusterConfig.parse(overrides);
    return SparkCommand.run(
        "cluster",
        session -> {
          FinishedRun finished =
              FinishedRun.open(run.folder(), session.sessionState().newHadoopConf());
          ClusterResult result = new ClusterAction(session, finished, config).run();
          spec.commandLine().getOut().println(ClusterReport.of(result));
          return ExitCode.DONE;
        });
  }
}
