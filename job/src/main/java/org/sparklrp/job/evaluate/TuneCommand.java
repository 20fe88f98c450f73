package org.sparklrp.job.evaluate;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sparklrp.config.TuneConfig;
import org.sparklrp.config.key.TuneConfigParser;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.NeuralExplainerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks for a better method. */
@Command(
    name = "tune",
    header = "Searches for the rules that explain a model best.",
    description = {
      "Tries composites, epsilon, gamma and policies of biases and sums by successive halving: all on"
          + " few images, the best third on three times as many, and so on. The winner is measured on"
          + " other images, against the job's own method and the presets, and printed as a section"
          + " method that can be copied. The same command finds the same winner.",
      "",
      "Writes nothing. conf/audit-reference.conf lists the keys of the section tune; those of the"
          + " section evaluate say how pixels are removed."
    },
    footer = {
      "  spark-lrp tune --config job.conf",
      "  spark-lrp tune --config job.conf --set tune.budget=30 --set evaluate.steps=20"
    })
public final class TuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration of a job, HOCON; any Hadoop path.")
  private String config = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of the configuration's; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    String text = HadoopFiles.ofThisJvm().readText("the configuration", config);
    TuneConfig tune = TuneConfigParser.parse(text, config, overrides);
    PrintWriter out = spec.commandLine().getOut();
    return SparkCommand.run(
        "tune",
        session -> {
          out.print(
              new TuneAction(session, tune, new NeuralExplainerFactory(), out::println)
                  .run()
                  .text());
          return ExitCode.DONE;
        });
  }
}
