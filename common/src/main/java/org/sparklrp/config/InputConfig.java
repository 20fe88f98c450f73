package org.sparklrp.config;

import java.util.List;

/**
 * Where the images come from: section {@code input}.
 *
 * @param format how the images are stored
 * @param paths Hadoop paths, or the name of a table; at least one
 * @param image the column of a table that holds the images; {@link #AUTO}: the one that looks so
 * @param label where an image's true class comes from
 * @param id what identifies an image in every table
 */
public record InputConfig(
    Format format, List<String> paths, String image, LabelSource label, IdSource id) {
  /** Stands for a column that is found by its type and name. */
  public static final String AUTO = "auto";

  /** Copies the list. */
  public InputConfig {
    paths = List.copyOf(paths);
  }

  /** The same images at other paths. */
  public InputConfig at(List<String> otherPaths) {
    return new InputConfig(format, otherPaths, image, label, id);
  }

  /** How the images are stored. */
  public enum Format {
    /** One encoded image per file; paths are files, folders (with their subfolders) or globs. */
    FILES,
    /** Files named in a list: a text file with a path a line, or a Parquet table of paths. */
    LIST,
    /** Rows of a table that Spark can read, with the encoded bytes or with paths. */
    TABLE,
    /** Hadoop sequence files: the key names the image, the value is its file. */
    SEQUENCE,
    /** Tar archives of image files, as WebDataset writes them. */
    TAR,
    /** The files of MNIST and its kind: raw pixels behind one another. */
    IDX
  }

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
}
