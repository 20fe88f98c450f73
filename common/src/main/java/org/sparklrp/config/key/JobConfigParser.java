package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.Collections;
import java.util.List;
import org.sparklrp.config.JobConfig;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.RunConfig;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Overrides;
import org.sparklrp.config.value.ClassSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Decoding;
import org.sparklrp.image.PixelRange;
import org.sparklrp.image.Preprocessing;

/** Reads a job's configuration: HOCON, then overrides, then defaults, then every check at once. */
public final class JobConfigParser {
  private JobConfigParser() {}

  /**
   * The configuration a text and its overrides mean; sections of other commands may stand in it.
   *
   * @param text HOCON
   * @param origin where the text is from, for messages: usually the file's path
   * @param overrides {@code key=value}, later ones win
   * @throws UserException with every problem found
   */
  public static JobConfig parse(String text, String origin, List<String> overrides) {
    Config written = CommandSections.without(written(text, origin, overrides), List.of());
    return assemble(new ConfigReading(written, ConfigKeys.ALL), origin);
  }

  /** A text's keys with the overrides applied and substitutions resolved. */
  static Config written(String text, String origin, List<String> overrides) {
    Config written;
    try {
      written =
          ConfigFactory.parseString(
              text, ConfigParseOptions.defaults().setOriginDescription(origin));
    } catch (ConfigException e) {
      throw new UserException(
          "Cannot read the configuration %s: it is not well-formed HOCON (%s); put values with special characters in quotes"
              .formatted(origin, e.getMessage()),
          e);
    }
    written = Overrides.apply(written, overrides);
    try {
      return Preset.filled(written.resolve());
    } catch (ConfigException e) {
      throw new UserException(
          "Cannot read the configuration %s: a substitution has no value (%s); define it or write ${?NAME}"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  /** The configuration that was read, or every problem found. */
  static JobConfig assemble(ConfigReading reading, String origin) {
    ConfigChecks.noteContradictions(reading);
    reading.throwProblems("the configuration " + origin);
    ClassSource classes = reading.get(ConfigKeys.MODEL_CLASSES);
    return new JobConfig(
        ConfigKeys.input(reading)
            .carrying(reading.get(ConfigKeys.BY).column(), reading.get(ConfigKeys.INPUT_KEEP)),
        new ModelConfig(
            reading.get(ConfigKeys.MODEL_PATH),
            classes.path(),
            classes.names(),
            ConfigKeys.head(reading, reading.get(ConfigKeys.MODEL_TASK).use()),
            reading.get(ConfigKeys.MODEL_FEATURES)),
        preprocess(reading),
        method(reading),
        new JobConfig.BagOfWords(
            reading.get(ConfigKeys.WORDS),
            Math.toIntExact(reading.get(ConfigKeys.SEGMENTS)),
            ConfigKeys.ONLY_FOR_NETWORKS.stream()
                .filter(reading::isChanged)
                .map(ConfigKey::path)
                .toList()),
        reading.get(ConfigKeys.TARGETS),
        new OutputConfig(
            reading.get(ConfigKeys.OUTPUT_PATH),
            reading.get(ConfigKeys.MAPS),
            reading.get(ConfigKeys.TYPE),
            reading.get(ConfigKeys.MODE),
            Math.toIntExact(reading.get(ConfigKeys.HEATMAPS)),
            new LayerWishes(reading.get(ConfigKeys.LAYERS), reading.get(ConfigKeys.CONCEPTS)),
            Math.toIntExact(reading.get(ConfigKeys.CONCEPT_CHANNELS)),
            reading.get(ConfigKeys.BOW_DETAILS),
            reading.get(ConfigKeys.BY)),
        new RunConfig(
            Math.toIntExact(reading.get(ConfigKeys.BATCH_SIZE)),
            reading.get(ConfigKeys.MAX_FAILED_FRACTION),
            ConfigKeys.limits(reading),
            reading.get(ConfigKeys.SEED)),
        reading.resolved());
  }

  static Preprocessing preprocess(ConfigReading reading) {
    int channels = reading.get(ConfigKeys.CHANNELS).count();
    List<Integer> crop = reading.get(ConfigKeys.CROP);
    return new Preprocessing(
        reading.get(ConfigKeys.RESIZE),
        crop.size() == 1 ? List.of(crop.get(0), crop.get(0)) : crop,
        reading.get(ConfigKeys.INTERPOLATION),
        reading.get(ConfigKeys.SCALE),
        perChannel(reading.get(ConfigKeys.MEAN), channels),
        perChannel(reading.get(ConfigKeys.STD), channels),
        reading.get(ConfigKeys.CHANNELS),
        new Decoding(reading.get(ConfigKeys.ORIENTATION), reading.get(ConfigKeys.ALPHA)));
  }

  static MethodConfig method(ConfigReading reading) {
    int channels = reading.get(ConfigKeys.CHANNELS).count();
    return MethodKeys.read(
            reading, reading.get(ConfigKeys.METHOD_NAME), reading.get(ConfigKeys.SEED))
        .with(
            new PixelRange(
                floats(perChannel(reading.get(ConfigKeys.LOW), channels)),
                floats(perChannel(reading.get(ConfigKeys.HIGH), channels))));
  }

  private static List<Double> perChannel(List<Double> values, int channels) {
    return values.size() == 1 ? Collections.nCopies(channels, values.get(0)) : values;
  }

  static List<Float> floats(List<Double> values) {
    return values.stream().map(Double::floatValue).toList();
  }
}
