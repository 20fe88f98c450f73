package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.stream.Stream;
import org.sparklrp.fault.Keyword;

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
        .filter(constant -> Keyword.of(constant).equals(word))
        .findFirst()
        .orElseThrow(this::unsuitable);
  }

  @Override
  public String expected() {
    List<String> words = Stream.of(type.getEnumConstants()).map(Keyword::of).toList();
    return "one of " + String.join(", ", words);
  }
}
