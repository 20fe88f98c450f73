package org.sparklrp.job.report;

import java.awt.image.BufferedImage;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.report.ReportExample;
import org.sparklrp.report.ReportPicture;
import org.sparklrp.report.Thumbnails;

/**
 * The area of a local feature as it is shown, in a form that travels.
 *
 * @param shown whose feature it is
 * @param place among those of its class, from 1
 * @param note where it lies, its word and its relevance
 * @param image a {@code data:} address of what lies there, or null where it is not at hand
 */
record Patch(ShownImage shown, int place, String note, @Nullable String image)
    implements Serializable {
  private static final int SIDE = 64;

  /**
   * Draws.
   *
   * @param row of the table local_features, with the address and the size of its image
   * @param preprocessing shows the image as the classifier saw it, or null for the note alone
   */
  static Patch of(Row row, @Nullable Preprocessing preprocessing, Configuration configuration) {
    ShownImage shown = new ShownImage(row.getAs("image_id"), row.getAs("target_name"));
    int width = row.<Integer>getAs("width");
    BufferedImage image = Thumbnail.image(row, preprocessing, configuration, shown);
    return new Patch(
        shown,
        row.<Integer>getAs("place"),
        note(row),
        image == null || image.getWidth() != width ? null : cut(image, row));
  }

  /** An area may overhang the image. */
  private static String cut(BufferedImage image, Row row) {
    int left = Math.max(0, row.<Integer>getAs("left"));
    int top = Math.max(0, row.<Integer>getAs("top"));
    int right = Math.min(image.getWidth(), row.<Integer>getAs("right"));
    int bottom = Math.min(image.getHeight(), row.<Integer>getAs("bottom"));
    return Thumbnails.photograph(image.getSubimage(left, top, right - left, bottom - top), SIDE);
  }

  private static String note(Row row) {
    return String.format(
        Locale.ROOT,
        "%s, word %d, relevance %.3g, columns %d to %d, rows %d to %d",
        row.<String>getAs("channel"),
        row.<Integer>getAs("word"),
        row.<Double>getAs("relevance"),
        row.<Integer>getAs("left"),
        row.<Integer>getAs("right") - 1,
        row.<Integer>getAs("top"),
        row.<Integer>getAs("bottom") - 1);
  }

  ReportExample example() {
    return new ReportExample(
        shown.imageId(),
        note,
        image == null
            ? List.of()
            : List.of(
                new ReportPicture(
                    "local feature", "Part of " + shown.imageId() + ": " + note, image)));
  }
}
