package org.sparklrp.config.key;

import com.typesafe.config.Config;
import java.util.List;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.model.Head;

/**
 * What the {@code inspect} command can be told: a job's configuration of which nothing is required.
 *
 * @param modelPath the model, or empty where it was not said
 * @param method how images are explained, bounds as given
 * @param preprocess from a decoded image to what the classifier sees
 * @param knowsPreprocess whether anything was said about it
 * @param wishes what is to be seen of the layers
 * @param head what of the network's results is explained
 */
public record InspectConfig(
    String modelPath,
    MethodConfig method,
    Preprocessing preprocess,
    boolean knowsPreprocess,
    LayerWishes wishes,
    Head head) {
  private static final String UNSAID = "-";

  /**
   * The configuration a text and its overrides mean.
   *
   * @param text HOCON, empty for none
   * @param origin where it is from, for messages
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static InspectConfig parse(String text, String origin, List<String> overrides) {
    Config written = JobConfigParser.written(text, origin, overrides);
    ConfigKey<String> model = optional(ConfigKeys.MODEL_PATH);
    ConfigReading reading =
        new ConfigReading(
            written,
            ConfigKeys.ALL.stream()
                .<ConfigKey<?>>map(
                    key ->
                        key.equals(ConfigKeys.MODEL_PATH)
                            ? model
                            : key.isRequired() ? optional(key) : key)
                .toList());
    ConfigChecks.noteContradictions(reading);
    reading.throwProblems(origin);
    String path = reading.get(model);
    return new InspectConfig(
        path.equals(UNSAID) ? "" : path,
        JobConfigParser.method(reading),
        JobConfigParser.preprocess(reading),
        written.hasPath("preprocess"),
        new LayerWishes(reading.get(ConfigKeys.LAYERS), reading.get(ConfigKeys.CONCEPTS)),
        ConfigKeys.head(reading, reading.get(ConfigKeys.MODEL_TASK).use()));
  }

  private static <T> ConfigKey<T> optional(ConfigKey<T> key) {
    return new ConfigKey<>(key.path(), key.type(), UNSAID, key.help());
  }
}
