package org.sparklrp.config.hocon;

import com.typesafe.config.ConfigValue;

/**
 * A value, or one word that stands for another: {@code auto}, {@code infinity}.
 *
 * @param type what it is otherwise
 * @param word the word
 * @param meaning the value the word stands for
 */
public record Either<T>(ValueType<T> type, String word, T meaning) implements ValueType<T> {
  @Override
  public T read(ConfigValue value) throws UnsuitableValueException {
    if (word.equals(value.unwrapped())) {
      return meaning;
    }
    try {
      return type.read(value);
    } catch (UnsuitableValueException e) {
      throw unsuitable();
    }
  }

  @Override
  public String expected() {
    return type.expected() + ", or " + word;
  }
}
