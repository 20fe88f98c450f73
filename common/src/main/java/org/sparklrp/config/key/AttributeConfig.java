package org.sparklrp.config.key;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Overrides;
import org.sparklrp.model.Head;

/**
 * What the {@code attribute} command can be told by {@code --set}: the part of a job's
 * configuration that means something without images.
 *
 * @param method how a composite or any other method explains; its name is lrp until another is
 *     asked for
 * @param batchSize inputs explained in one call
 * @param head what of the network's results is explained, in the layouts of the file
 */
public record AttributeConfig(MethodConfig method, int batchSize, Head head) {

  /**
   * The defaults with some keys set.
   *
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static AttributeConfig parse(List<String> overrides) {
    List<ConfigKey<?>> keys = new ArrayList<>(MethodKeys.ALL);
    keys.add(ConfigKeys.BATCH_SIZE);
    keys.add(ConfigKeys.SEED);
    keys.add(ConfigKeys.MODEL_OUTPUT);
    keys.add(ConfigKeys.MODEL_REDUCE);
    ConfigReading reading =
        new ConfigReading(Overrides.apply(ConfigFactory.empty(), overrides), keys);
    reading.throwProblems("--set");
    return new AttributeConfig(
        MethodKeys.read(reading, MethodConfig.Name.LRP, reading.get(ConfigKeys.SEED)),
        Math.toIntExact(reading.get(ConfigKeys.BATCH_SIZE)),
        ConfigKeys.head(reading, Head.Use.AS_DECLARED));
  }
}
