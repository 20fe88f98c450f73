package org.sparklrp.config.value;

import com.typesafe.config.ConfigValue;
import org.sparklrp.config.hocon.UnsuitableValueException;
import org.sparklrp.config.hocon.ValueType;

/** What a gate compares with: 0 for the baseline, 1 for the previous run, more for a window. */
public record Window() implements ValueType<Integer> {
  private static final String PREFIX = "window:";

  @Override
  public Integer read(ConfigValue value) throws UnsuitableValueException {
    if (value.unwrapped() instanceof String text) {
      if (text.equals("baseline")) {
        return 0;
      }
      if (text.equals("previous")) {
        return 1;
      }
      if (text.matches(PREFIX + "\\d{1,4}") && !text.endsWith(":0")) {
        return Integer.valueOf(text.substring(PREFIX.length()));
      }
    }
    throw unsuitable();
  }

  @Override
  public String expected() {
    return "baseline, previous, or \"window:N\" for the last N runs";
  }
}
