package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;

/**
 * A section whose fields are read later, by whoever knows them.
 *
 * @param expected what it must be, as a noun phrase
 */
public record Section(String expected) implements ValueType<ConfigObject> {
  @Override
  public ConfigObject read(ConfigValue value) throws UnsuitableValueException {
    if (value instanceof ConfigObject section) {
      return section;
    }
    throw unsuitable();
  }
}
