package org.sparklrp.bow.model;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.stream.Collectors;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/**
 * A value that is known beforehand, but for few alternatives.
 *
 * @param values what it can be
 */
record Only(List<?> values) implements ValueType<Object> {
  @Override
  public Object read(ConfigValue written) throws UnsuitableValueException {
    Object value = written.unwrapped();
    if (!values.contains(value)) {
      throw unsuitable();
    }
    return value;
  }

  @Override
  public String expected() {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" or "))
        + ", all that this version reads";
  }
}
