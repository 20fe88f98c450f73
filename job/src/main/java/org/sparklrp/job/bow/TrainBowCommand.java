package org.sparklrp.job.bow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.config.TrainBowConfig;
import org.sparklrp.config.UserException;
import org.sparklrp.job.source.FileBytes;
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
      "  spark-lrp train-bow --config conf/examples/train-bow-mnist.conf \\",
      "      --set input.path=images --set output.path=model"
    })
public final class TrainBowCommand implements Callable<Integer> {
  private static final long LARGEST_CONFIG = 1 << 24;
  private static final int DONE = 0;
  private static final int GATE_FAILED = 4;

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

  @Override
  public Integer call() {
    boolean isOurs = SparkSession.getDefaultSession().isEmpty();
    TrainBowConfig training = TrainBowConfig.parse(text(), config, overrides, ChannelPlan::read);
    SparkSession session =
        SparkSession.builder()
            .config(
                new SparkConf()
                    .setIfMissing("spark.master", "local[*]")
                    .setIfMissing("spark.app.name", "spark-lrp train-bow"))
            .getOrCreate();
    try {
      TrainBowResult result = new TrainBowAction(session, training).run();
      spec.commandLine().getOut().print(TrainBowReport.of(result));
      spec.commandLine().getOut().flush();
      return result.failedTooMany() ? GATE_FAILED : DONE;
    } finally {
      if (isOurs) {
        session.stop();
      }
    }
  }

  private String text() {
    try {
      byte[] bytes = FileBytes.read(new Path(config), LARGEST_CONFIG, new Configuration());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot read the configuration: %s (%s); name an existing file"
              .formatted(e.getMessage(), config),
          e);
    }
  }
}
