package org.sparklrp.job.evaluate;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.key.EvaluationConfigParser;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.NeuralExplainerFactory;
import org.sparklrp.job.table.FinishedRun;
import picocli.CommandLine.ArgGroup;
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
      "  spark-lrp evaluate --config job.conf --set evaluate.metrics=[srg] --set evaluate.images=20",
      "  spark-lrp evaluate --run out --set evaluate.images=20"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  /** What is measured. */
  static final class Subject {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The configuration of a job, HOCON; any Hadoop path.")
    @Nullable String config;

    @Option(
        names = "--run",
        paramLabel = "DIR",
        description =
            "The output.path of a finished run with maps: these are measured in place of the"
                + " methods. What needs explanations made anew is left out.")
    @Nullable String run;
  }

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of the configuration's; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    String config = subject.config;
    if (config != null) {
      String text = HadoopFiles.ofThisJvm().readText("the configuration", config);
      EvaluationConfig evaluation = EvaluationConfigParser.parse(text, config, overrides);
      return SparkCommand.run(
          "evaluate", session -> evaluate(session, evaluation, Optional.empty()));
    }
    String run = Objects.requireNonNull(subject.run);
    return SparkCommand.run(
        "evaluate",
        session -> {
          List<String> moved =
              overrides.stream().filter(each -> !each.strip().startsWith("evaluate.")).toList();
          FinishedRun finished =
              FinishedRun.open(run, session.sessionState().newHadoopConf(), moved);
          return evaluate(
              session,
              EvaluationConfigParser.ofRun(
                  finished.config().resolved(), finished.path().toString(), overrides),
              Optional.of(finished));
        });
  }

  private int evaluate(
      SparkSession session, EvaluationConfig evaluation, Optional<FinishedRun> run) {
    PrintWriter out = spec.commandLine().getOut();
    EvaluateResult result =
        new EvaluateAction(session, evaluation, new NeuralExplainerFactory())
            .run(run, out::println);
    out.print(EvaluationReport.of(result));
    return ExitCode.DONE;
  }
}
