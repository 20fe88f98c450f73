package org.sparklrp.bow.model;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** The name of a channel, which becomes part of file names. */
public record NameType() implements ValueType<String> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  @Override
  public String read(ConfigValue value) throws UnsuitableValueException {
    String name = String.valueOf(value.unwrapped());
    if (!NAME.matcher(name).matches()) {
      throw unsuitable();
    }
    return name;
  }

  @Override
  public String expected() {
    return "a name of lower-case letters, digits, - and _, as it names files";
  }
}
