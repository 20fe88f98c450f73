package org.sparklrp.job.source;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One image of a source, not yet read.
 *
 * @param imageId the image's key in every table
 * @param uri where the image lies
 * @param label the true class as the dataset names it, or null
 * @param columns what else the dataset says of it
 * @param content its encoded bytes
 */
public record SourceImage(
    String imageId, String uri, @Nullable String label, Columns columns, Content content) {

  /** An image of which nothing more is said. */
  public SourceImage(String imageId, String uri, @Nullable String label, Content content) {
    this(imageId, uri, label, Columns.NONE, content);
  }

  /**
   * What a table or list of images says of one beside its label, carried along into the table of
   * explanations.
   *
   * @param subset to which part of the dataset the image belongs, as {@code output.by} names it
   * @param kept the columns of {@code input.keep}, as JSON
   */
  public record Columns(@Nullable String subset, @Nullable String kept) implements Serializable {
    /** Of an image of which nothing more is said. */
    public static final Columns NONE = new Columns(null, null);
  }

  /** Encoded bytes that are fetched when they are needed. */
  @FunctionalInterface
  public interface Content {
    /**
     * Fetches the bytes.
     *
     * @throws IOException when they cannot be read; the message goes into the table of failures
     */
    byte[] read() throws IOException;
  }
}
