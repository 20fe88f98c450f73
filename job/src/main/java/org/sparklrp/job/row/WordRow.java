package org.sparklrp.job.row;

import org.sparklrp.relevance.BowRelevance;

/**
 * A row of the table words: one dimension of a Bag-of-Words vector.
 *
 * @param imageId the image's key
 * @param target what is explained
 * @param channel the feature channel
 * @param dimension of its vector, from 0: cell by cell, word by word
 */
public record WordRow(String imageId, NamedTarget target, BowRelevance channel, int dimension) {
  /** The table's columns. */
  public static final Columns<WordRow> COLUMNS =
      Columns.<WordRow>none()
          .text("image_id", "the image's key", WordRow::imageId)
          .with(NamedTarget.COLUMNS, WordRow::target)
          .text("channel", "the feature channel's name in the model", row -> row.channel.channel())
          .whole(
              "cell",
              Unit.NONE,
              "of the channel's tiling, from 0: grid by grid, row by row",
              row -> row.dimension / row.channel.words())
          .whole(
              "word",
              Unit.NONE,
              "the visual word, a row of the channel's vocabulary",
              row -> row.dimension % row.channel.words())
          .number(
              "value",
              Unit.NONE,
              "x_d: the features' weights on the word, pooled over the cell",
              row -> row.channel.values()[row.dimension])
          .number(
              "relevance",
              Unit.SCORE,
              "R_d; over all rows of an explanation its sum is score - residual",
              row -> row.channel.relevance()[row.dimension])
          .flag(
              "mapped",
              "whether some local feature of the cell maps to the word; else all share its relevance",
              row -> row.channel.mapped()[row.dimension]);
}
