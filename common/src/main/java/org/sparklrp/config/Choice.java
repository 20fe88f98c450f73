package org.sparklrp.config;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One of a few words: the constants of an enum, written in lower case with dashes.
 *
 * @param type the enum
 */
public record Choice<E extends Enum<E>>(Class<E> type) implements ValueType<E> {
  @Override
  public E read(ConfigValue value) throws UnsuitableValueException {
    Object word = value.unwrapped();
    return Stream.of(type.getEnumConstants())
        .filter(constant -> key(constant).equals(word))
        .findFirst()
        .orElseThrow(this::unsuitable);
  }

  @Override
  public String expected() {
    List<String> words = Stream.of(type.getEnumConstants()).map(Choice::key).toList();
    return words.size() == 1
        ? words.get(0) + ", the only one in this version"
        : "one of " + String.join(", ", words);
  }

  /**
   * A constant as it is written in configurations: {@code PARENT_DIRECTORY} is parent-directory.
   */
  public static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
