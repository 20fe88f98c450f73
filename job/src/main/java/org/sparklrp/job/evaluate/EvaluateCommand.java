package org.sparklrp.job.evaluate;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.key.EvaluationConfigParser;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.NeuralExplainerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells which method explains a model best. */
@Command(
    name = "evaluate",
    header = "Measures which method explains a model best, and how much better than nothing.",
    description = {
      "Draws images of every label by the hash of their ids, explains them by several methods, and"
          + " measures the maps: takes pixels away in the order of their relevance and asks the model"
          + " what it says then, compares maps with masks, with each other, with those of a model that"
          + " has forgotten what it learned, and more. A random and a constant map are always among"
          + " the methods. The cost is printed before the work begins.",
      "",
      "Writes below output.path, in place of former ones, and beside what else is there:",
      "  evaluation         one row per method, metric, replacement and class: mean, interval, and the"
          + " paired difference to the first method with its interval and q-value",
      "  evaluation_curves  what the model says while pixels go, on the mean",
      "  evaluation_images  every number of every image, with evaluate.per-image = true",
      "",
      "conf/audit-reference.conf lists the keys of the section evaluate, which stands in the"
          + " configuration of the job or is set by --set."
    },
    footer = {
      "  spark-lrp evaluate --config job.conf",
      "  spark-lrp evaluate --config job.conf --set 'evaluate.methods=[{name=lrp,composite=\"epsilon-plus\"},{name=gradient}]'",
      "  spark-lrp evaluate --config job.conf --set evaluate.metrics=[srg] --set evaluate.images=20"
    })
public final class EvaluateCommand implements Callable<Integer> {
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
    EvaluationConfig evaluation = EvaluationConfigParser.parse(text, config, overrides);
    PrintWriter out = spec.commandLine().getOut();
    return SparkCommand.run(
        "evaluate",
        session -> {
          EvaluateResult result =
              new EvaluateAction(session, evaluation, new NeuralExplainerFactory())
                  .run(out::println);
          out.print(EvaluationReport.of(result));
          return ExitCode.DONE;
        });
  }
}
