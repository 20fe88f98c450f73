package org.sparklrp.job.bow;

import java.util.List;
import java.util.concurrent.Callable;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.config.key.TrainBowConfig;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.command.SparkCommand;
import org.sparklrp.job.files.HadoopFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a Bag-of-Words model on a labelled image folder. */
@Command(
    name = "train-bow",
    header = "Trains a Bag-of-Words classifier on a labelled image folder.",
    description = {
      "Describes images by visual words and learns a support vector machine per class, on all of"
          + " Spark's cores: draws local features from every image, finds the words by k-means,"
          + " computes a vector per image and channel, chooses C by cross-validation, and measures"
          + " the model on images held out. Prints accuracy and average precision per class.",
      "",
      "Writes the model's directory to output.path: model.json with every parameter and result, and"
          + " .npy arrays. Explain with it by model.path = that directory and the same preprocess"
          + " section.",
      "",
      "The same configuration and seed give the same model. What the driver collects is bounded by"
          + " bow.max-images; local features stay on the executors."
    },
    footer = {
      "  spark-lrp train-bow --config bow.conf",
      "  spark-lrp train-bow --config bow.conf --export-features features",
      "  spark-lrp train-bow --config conf/examples/train-bow-mnist.conf \\",
      "      --set input.path=images --set output.path=model"
    })
public final class TrainBowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description =
          "The configuration, HOCON; any Hadoop path. conf/train-bow-reference.conf describes every"
              + " key.")
  private String config = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key in place of the configuration's; may be repeated, the last wins.")
  private List<String> overrides = List.of();

  @Option(
      names = "--export-features",
      paramLabel = "FOLDER",
      description =
          "Trains nothing, but writes the local features of all images of the input, before whitening,"
              + " for classifiers that are trained elsewhere: FOLDER/CHANNEL/IMAGE_ID.npy, a row for each"
              + " feature of left, top, right, bottom and its values, and FOLDER/images.csv.")
  private String features = "";

  @Override
  public Integer call() {
    String text = HadoopFiles.ofThisJvm().readText("the configuration", config);
    TrainBowConfig training = TrainBowConfig.parse(text, config, overrides, ChannelPlan::read);
    return SparkCommand.run(
        "train-bow",
        session -> {
          TrainBowAction action = new TrainBowAction(session, training);
          if (!features.isEmpty()) {
            FeatureExport.Result exported = action.export(features);
            spec.commandLine().getOut().print(exported.report(features));
            spec.commandLine().getOut().flush();
            return exported.failedTooMany() ? ExitCode.GATE_FAILED : ExitCode.DONE;
          }
          TrainBowResult result = action.run();
          spec.commandLine().getOut().print(TrainBowReport.of(result));
          spec.commandLine().getOut().flush();
          return result.failedTooMany() ? ExitCode.GATE_FAILED : ExitCode.DONE;
        });
  }
}
