package org.sparklrp.config;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.RuleOverride;

/**
 * What the {@code attribute} command can be told by {@code --set}: the part of a job's
 * configuration that means something without images.
 *
 * @param composite the composite of the method lrp
 * @param accounting who keeps what biases and dead neurons would swallow
 * @param overrides rules for layers by name, first match wins
 * @param low the lowest input value, one or one per channel; empty where it was not said
 * @param high the highest input value, likewise
 * @param batchSize inputs per forward pass
 */
public record AttributeConfig(
    String composite,
    Accounting accounting,
    List<RuleOverride> overrides,
    List<Float> low,
    List<Float> high,
    int batchSize) {
  private static final List<ConfigKey<?>> KEYS =
      List.of(
          ConfigKeys.COMPOSITE,
          ConfigKeys.ACCOUNTING,
          ConfigKeys.RULES,
          ConfigKeys.LOW,
          ConfigKeys.HIGH,
          ConfigKeys.BATCH_SIZE);

  /** Copies the lists. */
  public AttributeConfig {
    overrides = List.copyOf(overrides);
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /**
   * The defaults with some keys set.
   *
   * @param overrides {@code key=value}, later ones win
   * @throws UserException with every problem found
   */
  public static AttributeConfig parse(List<String> overrides) {
    ConfigReading reading =
        new ConfigReading(Overrides.apply(ConfigFactory.empty(), overrides), KEYS);
    reading.throwProblems("--set");
    return new AttributeConfig(
        reading.get(ConfigKeys.COMPOSITE),
        reading.get(ConfigKeys.ACCOUNTING),
        reading.get(ConfigKeys.RULES),
        JobConfigParser.floats(reading.get(ConfigKeys.LOW)),
        JobConfigParser.floats(reading.get(ConfigKeys.HIGH)),
        Math.toIntExact(reading.get(ConfigKeys.BATCH_SIZE)));
  }
}
