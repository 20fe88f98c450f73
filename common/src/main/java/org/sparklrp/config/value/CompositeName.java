package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;
import org.sparklrp.rule.Composites;

/** The name of a composite that exists. */
public record CompositeName() implements ValueType<String> {
  @Override
  public String read(ConfigValue value) throws UnsuitableValueException {
    String name = new Text(expected()).read(value);
    if (Composites.find(name).isEmpty()) {
      throw new UnsuitableValueException(
          "there is no such composite; " + Composites.alternatives(name));
    }
    return name;
  }

  @Override
  public String expected() {
    return String.join(", ", Composites.names())
        + ", or RULE-everywhere as in gamma-0.25-everywhere";
  }
}
