package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import org.sparklrp.config.TargetParser;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** A target as written, its form checked; whether its classes exist is known later. */
public record TargetText() implements ValueType<String> {
  @Override
  public String read(ConfigValue value) throws UnsuitableValueException {
    String target = new Text(expected()).read(value);
    if (!TargetParser.isWellFormed(target)) {
      throw unsuitable();
    }
    return target;
  }

  @Override
  public String expected() {
    return "made of " + TargetParser.FORMS;
  }
}
