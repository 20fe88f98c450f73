package org.sparklrp.config;

/**
 * Where an image's true class comes from.
 *
 * @param kind in which way
 * @param name of the column or of the file; empty for others
 */
public record LabelSource(Kind kind, String name) {
  /** The name of the folder the image lies in, or what the format has in its place. */
  public static final LabelSource PARENT_DIRECTORY = new LabelSource(Kind.PARENT_DIRECTORY, "");

  /** Nowhere: the images have no labels. */
  public static final LabelSource NONE = new LabelSource(Kind.NONE, "");

  /** The ways. */
  public enum Kind {
    /** The folder's name. */
    PARENT_DIRECTORY,
    /** Nowhere. */
    NONE,
    /** A column of the table or of the list. */
    COLUMN,
    /** A file with a line {@code id,label} for each image. */
    CSV
  }
}
