package org.sparklrp.config;

/**
 * A configuration value that its key does not accept. The message follows the key and the value in
 * a sentence: {@code it must be a whole number}.
 */
public final class UnsuitableValueException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsuitableValueException(String message) {
    super(message);
  }
}
