package org.sparklrp.config;

import java.util.List;

/**
 * Where the images come from: section {@code input}.
 *
 * @param format how the images are stored
 * @param paths Hadoop paths, each a file, a folder (searched with its subfolders) or a glob; at
 *     least one
 * @param label where an image's true class comes from
 * @param id what identifies an image in every table
 */
public record InputConfig(Format format, List<String> paths, LabelSource label, IdSource id) {
  /** Copies the list. */
  public InputConfig {
    paths = List.copyOf(paths);
  }

  /** How the images are stored. */
  public enum Format {
    /** One encoded image per file. */
    FILES
  }

  /** Where an image's true class comes from. */
  public enum LabelSource {
    /** The name of the folder the image lies in. */
    PARENT_DIRECTORY,
    /** Nowhere: the images have no labels. */
    NONE
  }

  /** What identifies an image. */
  public enum IdSource {
    /** Its path below the deepest folder that all of input.path share. */
    URI
  }
}
