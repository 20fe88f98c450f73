package org.sparklrp.config;

import com.typesafe.config.ConfigValue;

/**
 * What a configuration key accepts: turns a HOCON value into a Java value, or says what is wrong
 * with it.
 *
 * @param <T> the Java type
 */
public interface ValueType<T> {
  /** The Java value. */
  T read(ConfigValue value) throws UnsuitableValueException;

  /** What is accepted, as a noun phrase: {@code a whole number of at least 1}. */
  String expected();

  /** Says that a value is not what is expected. */
  default UnsuitableValueException unsuitable() {
    return new UnsuitableValueException("it must be " + expected());
  }
}
