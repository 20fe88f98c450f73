package org.sparklrp.config.value;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** A section whose keys are those of the section {@code method}; they are read later. */
public record MethodSection() implements ValueType<ConfigObject> {
  @Override
  public ConfigObject read(ConfigValue value) throws UnsuitableValueException {
    if (value instanceof ConfigObject section) {
      return section;
    }
    throw unsuitable();
  }

  @Override
  public String expected() {
    return "a section { name = ..., composite = ... }";
  }
}
