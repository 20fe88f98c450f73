package org.sparklrp.config;

/**
 * What identifies an image.
 *
 * @param kind in which way
 * @param name of the column, or the pattern; empty for others
 */
public record IdSource(Kind kind, String name) {
  /** Its path below the deepest folder that all of input.path share. */
  public static final IdSource URI = new IdSource(Kind.URI, "");

  /** The ways. */
  public enum Kind {
    /** Its path. */
    URI,
    /** A column of the table or of the list. */
    COLUMN,
    /** What the first group of a regular expression finds in its path. */
    PATTERN
  }
}
