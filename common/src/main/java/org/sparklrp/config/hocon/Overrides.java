package org.sparklrp.config.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import org.sparklrp.fault.UserException;

/** The command line's {@code --set key=value}. */
public final class Overrides {
  private Overrides() {}

  /** A configuration with some keys set; of two for one key the later wins. */
  public static Config apply(Config written, List<String> overrides) {
    Config changed = written;
    for (String override : overrides) {
      changed = apply(changed, override);
    }
    return changed;
  }

  private static Config apply(Config written, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new UserException(
          "Cannot apply --set %s: it has no key and value; write key=value".formatted(override));
    }
    try {
      return written.withValue(
          override.substring(0, equals).trim(), HoconValue.parse(override.substring(equals + 1)));
    } catch (ConfigException e) {
      throw new UserException(
          "Cannot apply --set %s: the value is not well-formed HOCON (%s); write key=value"
              .formatted(override, e.getMessage()),
          e);
    }
  }
}
