package org.sparklrp.relevance;

import java.util.List;
import java.util.Locale;

/**
 * What lies between score and pixels in one feature channel of a Bag-of-Words model: the relevance
 * of its visual words R_d and of its local features R_l (Bach et al. 2015, steps 1 and 2). Either,
 * summed over all channels, is the sum of the map.
 *
 * @param channel the channel's name
 * @param words V, the number of visual words; dimension {@code cell * V + word}
 * @param values x_d per dimension
 * @param relevance R_d per dimension
 * @param mapped per dimension whether some feature maps to it; where not, it is in the set Z
 * @param features the local features, in the order of the grid
 */
public record BowRelevance(
    String channel,
    int words,
    double[] values,
    double[] relevance,
    boolean[] mapped,
    List<Feature> features) {
  /** Checks that the arrays agree and copies the list. */
  public BowRelevance {
    if (words < 1
        || values.length % words != 0
        || relevance.length != values.length
        || mapped.length != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d words, %d values, relevance of %d, %d marks",
              words,
              values.length,
              relevance.length,
              mapped.length));
    }
    features = List.copyOf(features);
  }

  /**
   * A local feature.
   *
   * @param left first column of its area, in pixels of the map
   * @param top first row
   * @param right first column behind it
   * @param bottom first row below it
   * @param word the visual word it has the largest weight on
   * @param relevance R_l
   */
  public record Feature(int left, int top, int right, int bottom, int word, double relevance) {}
}
