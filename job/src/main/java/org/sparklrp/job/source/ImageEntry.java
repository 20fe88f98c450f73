package org.sparklrp.job.source;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One image as a listing found it.
 *
 * @param uri where its bytes are: a file, or a {@link FileRange} of one
 * @param name its place as a path below the dataset's root, which may lead into an archive
 * @param id what identifies it where the dataset says so itself, or null
 * @param label its true class where the dataset says so itself, or null
 * @param columns what else the dataset says of it
 * @param problem why it cannot be read, where the listing found that out, or null
 */
record ImageEntry(
    String uri,
    String name,
    @Nullable String id,
    @Nullable String label,
    SourceImage.Columns columns,
    @Nullable String problem)
    implements Serializable {

  /** An image of which nothing more is said. */
  ImageEntry(
      String uri,
      String name,
      @Nullable String id,
      @Nullable String label,
      @Nullable String problem) {
    this(uri, name, id, label, SourceImage.Columns.NONE, problem);
  }

  /** A file. */
  static ImageEntry of(String uri) {
    return new ImageEntry(uri, uri, null, null, null);
  }

  ImageEntry withLabel(@Nullable String other) {
    return new ImageEntry(uri, name, id, other, columns, problem);
  }
}
