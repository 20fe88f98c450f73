package org.sparklrp.report;

import java.util.List;

/**
 * One explained image.
 *
 * @param imageId its key
 * @param note what it was taken for
 * @param pictures the image, its relevance and both together; only the relevance where the image
 *     itself is not at hand
 */
public record ReportExample(String imageId, String note, List<ReportPicture> pictures) {
  /** Copies the list. */
  public ReportExample {
    pictures = List.copyOf(pictures);
  }
}
