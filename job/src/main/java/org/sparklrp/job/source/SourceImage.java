package org.sparklrp.job.source;

import java.io.IOException;
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
    String imageId, String uri, @Nullable String label, InputColumns columns, Content content) {

  /** An image of which nothing more is said. */
  public SourceImage(String imageId, String uri, @Nullable String label, Content content) {
    this(imageId, uri, label, InputColumns.NONE, content);
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
