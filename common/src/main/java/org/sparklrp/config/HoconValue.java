package org.sparklrp.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Values as written after {@code --set key=}. Lists, sections and quoted words are HOCON; anything
 * else is taken as it stands, so that paths and URIs need no quotes, and so are the words of a list
 * without quotes and braces, as in {@code [predicted,contrast:3-9]}.
 */
final class HoconValue {
  private HoconValue() {}

  /**
   * The value a text means.
   *
   * @throws ConfigException when a list, section or quoted word is not well formed
   */
  static ConfigValue parse(String written) {
    String text = written.trim();
    if (text.startsWith("[") && text.endsWith("]") && !text.matches(".*[\"{}].*")) {
      return plainList(text.substring(1, text.length() - 1));
    }
    if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
      return ConfigFactory.parseString("value = " + text).resolve().getValue("value");
    }
    return ConfigValueFactory.fromAnyRef(text);
  }

  private static ConfigValue plainList(String words) {
    List<String> parts =
        Arrays.stream(words.split(",")).map(String::trim).filter(part -> !part.isEmpty()).toList();
    return ConfigValueFactory.fromIterable(parts);
  }
}
