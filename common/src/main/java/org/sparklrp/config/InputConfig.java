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
 * @param subset the column of a table or list that tells to which part of the dataset an image
 *     belongs, as {@code output.by} names it; empty for none
 * @param keep columns of a table or list that are carried along
 */
public record InputConfig(
    Format format,
    List<String> paths,
    String image,
    LabelSource label,
    IdSource id,
    String subset,
    List<String> keep) {
  /** Stands for a column that is found by its type and name. */
  public static final String AUTO = "auto";

  /** Copies the lists. */
  public InputConfig {
    paths = List.copyOf(paths);
    keep = List.copyOf(keep);
  }

  /** Images of one dataset without parts, of which nothing more is carried along. */
  public InputConfig(
      Format format, List<String> paths, String image, LabelSource label, IdSource id) {
    this(format, paths, image, label, id, "", List.of());
  }

  /** The same images at other paths. */
  public InputConfig at(List<String> otherPaths) {
    return new InputConfig(format, otherPaths, image, label, id, subset, keep);
  }

  /**
   * The same images with columns carried along.
   *
   * @param part the column that tells parts apart, or empty
   * @param others for other questions
   */
  public InputConfig carrying(String part, List<String> others) {
    return new InputConfig(format, paths, image, label, id, part, others);
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
}
