package org.sparklrp.job.row;

import org.sparklrp.relevance.BowRelevance;

/**
 * A row of the table local_features: one feature of the dense grid.
 *
 * @param imageId the image's key
 * @param target what is explained
 * @param channel the feature channel
 * @param number of the feature in the channel, from 0
 */
public record LocalFeatureRow(
    String imageId, NamedTarget target, BowRelevance channel, int number) {
  /** The table's columns. */
  public static final Columns<LocalFeatureRow> COLUMNS =
      Columns.<LocalFeatureRow>none()
          .text("image_id", "the image's key", LocalFeatureRow::imageId)
          .with(NamedTarget.COLUMNS, LocalFeatureRow::target)
          .text("channel", "the feature channel's name in the model", row -> row.channel.channel())
          .whole(
              "feature",
              Unit.NONE,
              "of the channel, from 0: scale by scale, row by row",
              LocalFeatureRow::number)
          .whole(
              "left",
              Unit.PIXELS,
              "first column of its area, in pixels of the map",
              row -> row.feature().left())
          .whole("top", Unit.PIXELS, "first row of its area", row -> row.feature().top())
          .whole("right", Unit.PIXELS, "first column behind its area", row -> row.feature().right())
          .whole("bottom", Unit.PIXELS, "first row below its area", row -> row.feature().bottom())
          .whole(
              "word",
              Unit.NONE,
              "the visual word it has the largest weight on",
              row -> row.feature().word())
          .number(
              "relevance",
              Unit.SCORE,
              "R_l; over all rows of an explanation its sum is score - residual",
              row -> row.feature().relevance());

  private BowRelevance.Feature feature() {
    return channel.features().get(number);
  }
}
