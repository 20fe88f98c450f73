package org.sparklrp.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

/**
 * Words: not empty, not a list, not a section.
 *
 * @param expected what they mean, as a noun phrase
 */
record Text(String expected) implements ValueType<String> {
  @Override
  public String read(ConfigValue value) throws UnsuitableValueException {
    ConfigValueType kind = value.valueType();
    if (kind == ConfigValueType.LIST
        || kind == ConfigValueType.OBJECT
        || kind == ConfigValueType.NULL) {
      throw unsuitable();
    }
    String text = String.valueOf(value.unwrapped()).trim();
    if (text.isEmpty()) {
      throw unsuitable();
    }
    return text;
  }
}
