package org.sparklrp.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

/**
 * Words: not empty, not a list, not a section.
 *
 * @param expected what they mean, as a noun phrase
 */
public record Text(String expected) implements ValueType<String> {
  /** A number keeps the digits it was written with. */
  private static final ConfigRenderOptions AS_WRITTEN = ConfigRenderOptions.concise();

  @Override
  public String read(ConfigValue value) throws UnsuitableValueException {
    ConfigValueType kind = value.valueType();
    if (kind == ConfigValueType.LIST
        || kind == ConfigValueType.OBJECT
        || kind == ConfigValueType.NULL) {
      throw unsuitable();
    }
    String text =
        value.unwrapped() instanceof String words ? words.trim() : value.render(AS_WRITTEN);
    if (text.isEmpty()) {
      throw unsuitable();
    }
    return text;
  }
}
