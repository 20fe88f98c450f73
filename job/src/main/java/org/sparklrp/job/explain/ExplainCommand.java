package org.sparklrp.job.explain;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.key.JobConfigParser;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.model.NeuralExplainerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job: explains every image of a dataset and writes tables. */
@Command(
    name = "explain",
    header = "Explains every image of a dataset and writes relevance maps and statistics.",
    description = {
      "Reads images from any Hadoop file system, explains what a classifier saw in each by layer-wise"
          + " relevance propagation, on all of Spark's cores, and writes below output.path:",
      "  explanations      one row per image and target: score, relevance, ledger, measures",
      "  maps              the relevance of every pixel",
      "  failures          the images that could not be explained, each with its reason",
      "  class_statistics  one row per target class, or per label and class: counts, accuracy, mean maps",
      "  class_states      what class_statistics follows from, for the command merge",
      "  layers            one row per target class and layer of a network: what relevance came and went",
      "  concepts          one row per image, target, layer and channel, for output.concepts",
      "  words             one row per image, target and visual word of a Bag-of-Words model, and",
      "  local_features    per local feature: their relevance; both with output.bow-details = true",
      "  heatmaps          PNG pictures of the most telling images of each class",
      "  manifest.json     what was done, written last: a run with a manifest is complete",
      "",
      "Whatever is wrong with the configuration, the model or the paths is said before the first"
          + " image is read, all problems of the configuration at once. Every image ends up in"
          + " explanations or in failures."
    },
    footer = {
      "  spark-lrp explain --config job.conf",
      "  spark-lrp explain --config job.conf --check 50",
      "  spark-lrp explain --config conf/examples/cifar10.conf --set input.path=images \\",
      "      --set model.path=model.onnx --set output.path=out --set 'targets=[predicted,top-3]'",
      "  spark-submit --class org.sparklrp.job.Main spark-lrp-job.jar explain --config job.conf"
    })
public final class ExplainCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description =
          "The configuration, HOCON; any Hadoop path. conf/spark-lrp-reference.conf"
              + " describes every key.")
  String config = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of the configuration's; may be repeated, the last wins.")
  List<String> overrides = List.of();

  @Option(
      names = "--check",
      paramLabel = "N",
      description =
          "Tries N images, spread over the dataset, and writes nothing: tells what the model sees"
              + " and answers, what a whole run would cost, and warns of the usual mistakes.")
  @Nullable Integer check;

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    if (check != null && check < 1) {
      throw new ParameterException(line, "--check takes a number of images, at least 1");
    }
    String text = HadoopFiles.ofThisJvm().readText("the configuration", config);
    JobConfig job = JobConfigParser.parse(text, config, overrides);
    return SparkCommand.run(
        "explain",
        session -> {
          if (check != null) {
            CheckResult trial =
                new CheckAction(session, job, new NeuralExplainerFactory()).run(check);
            line.getOut().print(CheckReport.of(trial));
            return trial.failedTooMany() ? ExitCode.GATE_FAILED : ExitCode.DONE;
          }
          ExplainResult result =
              new ExplainAction(session, job, new NeuralExplainerFactory()).run();
          line.getOut().print(RunReport.of(result));
          return result.failedTooMany() ? ExitCode.GATE_FAILED : ExitCode.DONE;
        });
  }
}
