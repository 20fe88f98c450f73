package org.sparklrp.config.key;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Overrides;

/**
 * What the command {@code verify} is told.
 *
 * @param images per cluster, and of other classes
 * @param controls random regions that each is compared with
 * @param replacement of a removed region
 * @param inputPaths where the run's images lie now; empty: where they lay
 * @param modelPath where its model lies now; empty: where it lay
 */
public record VerifyConfig(
    int images, int controls, Replacement replacement, List<String> inputPaths, String modelPath) {
  private static final String WHERE_IT_WAS = "";

  /** Copies the list. */
  public VerifyConfig {
    inputPaths = List.copyOf(inputPaths);
  }

  /**
   * The defaults with some keys set.
   *
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static VerifyConfig parse(List<String> overrides) {
    ConfigKey<List<String>> input = optional(ConfigKeys.INPUT_PATH, "[-]");
    ConfigKey<String> model = optional(ConfigKeys.MODEL_PATH, "-");
    List<ConfigKey<?>> keys = new ArrayList<>(AuditKeys.VERIFY);
    keys.add(input);
    keys.add(model);
    ConfigReading reading =
        new ConfigReading(Overrides.apply(ConfigFactory.empty(), overrides), keys);
    reading.throwProblems("--set");
    return new VerifyConfig(
        Math.toIntExact(reading.get(AuditKeys.IMAGES)),
        Math.toIntExact(reading.get(AuditKeys.CONTROLS)),
        reading.get(AuditKeys.REPLACEMENT),
        reading.isChanged(input) ? reading.get(input) : List.of(),
        reading.isChanged(model) ? reading.get(model) : WHERE_IT_WAS);
  }

  private static <T> ConfigKey<T> optional(ConfigKey<T> key, String unsaid) {
    return new ConfigKey<>(key.path(), key.type(), unsaid, key.help());
  }
}
