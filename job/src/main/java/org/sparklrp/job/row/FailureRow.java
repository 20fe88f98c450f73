package org.sparklrp.job.row;

import java.util.Locale;
import org.sparklrp.relevance.Outcome;

/**
 * A row of the table failures: an image that could not be explained.
 *
 * @param imageId the image's key
 * @param uri where it lies
 * @param failure how far it came, and why
 */
public record FailureRow(String imageId, String uri, Outcome.Failed failure) {
  /** The table's columns. */
  public static final Columns<FailureRow> COLUMNS =
      Columns.<FailureRow>none()
          .text("image_id", "the image's key", FailureRow::imageId)
          .text("uri", "where the image lies", FailureRow::uri)
          .text(
              "stage",
              "how far it came: read, decode, preprocess, explain",
              row -> row.failure.stage().name().toLowerCase(Locale.ROOT))
          .text("reason", "why it went no further", row -> row.failure.reason());
}
