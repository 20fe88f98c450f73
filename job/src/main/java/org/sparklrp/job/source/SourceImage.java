package org.sparklrp.job.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One image of a source, not yet read.
 *
 * @param imageId the image's key in every table
 * @param uri where the image lies
 * @param label the true class as the dataset names it, or null
 * @param subset to which part of the dataset it belongs, or null
 * @param content its encoded bytes
 */
public record SourceImage(
    String imageId, String uri, @Nullable String label, @Nullable String subset, Content content) {

  /** An image of a dataset without parts. */
  public SourceImage(String imageId, String uri, @Nullable String label, Content content) {
    this(imageId, uri, label, null, content);
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
