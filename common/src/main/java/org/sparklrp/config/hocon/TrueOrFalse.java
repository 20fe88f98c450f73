package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigValue;

/** Whether something is done. The words count as text too, so that {@code --set} needs no types. */
public record TrueOrFalse() implements ValueType<Boolean> {
  @Override
  public Boolean read(ConfigValue value) throws UnsuitableValueException {
    return switch (String.valueOf(value.unwrapped())) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unsuitable();
    };
  }

  @Override
  public String expected() {
    return "true or false";
  }
}
