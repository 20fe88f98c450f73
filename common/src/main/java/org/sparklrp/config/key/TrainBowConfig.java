package org.sparklrp.config.key;

import com.typesafe.config.ConfigObject;
import java.util.List;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.RunConfig;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Preprocessing;

/**
 * Everything a {@code train-bow} run is told, checked and with its defaults filled in.
 *
 * @param input where the training images come from
 * @param testPaths where the images to measure on come from; empty: held out of the input
 * @param holdout the share of the input held out where there are no test paths, 0 to 0.9
 * @param maxImages the most images the classifier is trained on
 * @param costs values of C to choose from, at least one
 * @param folds of the cross-validation, at least 2
 * @param channels the feature channels, each a section
 * @param preprocess from a decoded image to what features see
 * @param output the model's directory
 * @param run how the job runs
 * @param resolved every key with its value as one line of JSON
 */
public record TrainBowConfig(
    InputConfig input,
    List<String> testPaths,
    double holdout,
    int maxImages,
    List<Double> costs,
    int folds,
    List<ConfigObject> channels,
    Preprocessing preprocess,
    OutputConfig output,
    RunConfig run,
    String resolved) {
  /** Copies the lists. */
  public TrainBowConfig {
    testPaths = List.copyOf(testPaths);
    costs = List.copyOf(costs);
    channels = List.copyOf(channels);
  }

  /**
   * The configuration a text and its overrides mean.
   *
   * @param text HOCON
   * @param origin where the text is from, for messages: usually the file's path
   * @param overrides {@code key=value}, later ones win
   * @param check looks into the channels
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static TrainBowConfig parse(
      String text, String origin, List<String> overrides, ChannelCheck check) {
    ConfigReading reading =
        new ConfigReading(JobConfigParser.written(text, origin, overrides), TrainBowKeys.ALL);
    if (reading.find(ConfigKeys.INPUT_LABEL).stream().anyMatch(LabelSource.NONE::equals)) {
      reading.note("input.label is none, but training needs labels; set it to parent-directory");
    }
    reading
        .find(TrainBowKeys.CHANNELS)
        .ifPresent(
            channels ->
                check.check(
                    channels,
                    reading.find(ConfigKeys.CHANNELS).orElse(Channels.RGB).count(),
                    reading.problems()));
    reading.throwProblems("the configuration " + origin);
    InputConfig input = ConfigKeys.input(reading);
    return new TrainBowConfig(
        input,
        reading.get(TrainBowKeys.TEST_PATH),
        reading.get(TrainBowKeys.HOLDOUT),
        Math.toIntExact(reading.get(TrainBowKeys.MAX_IMAGES)),
        reading.get(TrainBowKeys.COST),
        Math.toIntExact(reading.get(TrainBowKeys.FOLDS)),
        reading.get(TrainBowKeys.CHANNELS),
        JobConfigParser.preprocess(reading),
        new OutputConfig(
            reading.get(ConfigKeys.OUTPUT_PATH),
            OutputConfig.Maps.NONE,
            OutputConfig.Type.FLOAT32,
            reading.get(ConfigKeys.MODE),
            0),
        new RunConfig(
            1,
            reading.get(ConfigKeys.MAX_FAILED_FRACTION),
            ConfigKeys.limits(reading),
            reading.get(ConfigKeys.SEED)),
        reading.resolved());
  }

  /** Where the images to measure on come from. */
  public InputConfig testInput() {
    return input.at(testPaths);
  }
}
