package org.sparklrp.bow.model;

import com.typesafe.config.ConfigValue;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/**
 * A value that has no alternative yet.
 *
 * @param value what it must be
 */
record Only(Object value) implements ValueType<Object> {
  @Override
  public Object read(ConfigValue written) throws UnsuitableValueException {
    if (!value.equals(written.unwrapped())) {
      throw unsuitable();
    }
    return value;
  }

  @Override
  public String expected() {
    return value + ", the only one in this version";
  }
}
