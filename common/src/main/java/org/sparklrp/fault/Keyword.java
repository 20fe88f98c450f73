package org.sparklrp.fault;

import java.util.Locale;

/** How the constants of enums are written wherever people meet them. */
public final class Keyword {
  private Keyword() {}

  /**
   * A constant in lower case with dashes: {@code PARENT_DIRECTORY} is parent-directory in
   * configurations, model files, messages and tables.
   */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
