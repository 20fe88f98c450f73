package org.sparklrp.config.hocon;

import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration: the one place that knows its type, its default and its meaning.
 *
 * @param path the full name, with dots
 * @param type what it accepts
 * @param defaultText the default as HOCON, or null where the key must be given
 * @param help its meaning and unit, for the reference configuration
 */
public record ConfigKey<T>(
    String path, ValueType<T> type, @Nullable String defaultText, String help) {
  /** Whether there is no default. */
  public boolean isRequired() {
    return defaultText == null;
  }
}
