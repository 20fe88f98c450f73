package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Values as written after {@code --set key=}. Lists, sections, quoted words, numbers, true and
 * false are HOCON; anything else is taken as it stands, so that paths and URIs need no quotes, and
 * so are the words of a list without quotes and braces, as in {@code [predicted,contrast:3-9]}.
 */
final class HoconValue {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private HoconValue() {}

  /**
   * The value a text means.
   *
   * @throws ConfigException when a list, section or quoted word is not well formed
   */
  static ConfigValue parse(String written) {
    String text = written.trim();
    if (text.startsWith("[") && text.endsWith("]") && !text.matches("(?s).*[\"{}].*")) {
      return plainList(text.substring(1, text.length() - 1));
    }
    if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
      return ConfigFactory.parseString("value = " + text).resolve().getValue("value");
    }
    if (NUMBER.matcher(text).matches() || text.equals("true") || text.equals("false")) {
      return ConfigFactory.parseString("value = " + text).getValue("value");
    }
    return ConfigValueFactory.fromAnyRef(text);
  }

  private static ConfigValue plainList(String words) {
    return ConfigValueFactory.fromIterable(
        Arrays.stream(words.split(","))
            .filter(word -> !word.isBlank())
            .map(HoconValue::parse)
            .toList());
  }
}
